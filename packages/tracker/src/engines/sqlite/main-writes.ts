import type { DatabaseSync } from 'node:sqlite'
import type { DigestPlan, IssueChange, OutcomeCount, ParkedEvent } from '../../domain/digest-plan.ts'
import { hourOf, type Instant } from '../../domain/instant.ts'
import { insertIssueSql, toIssueValues } from './issue-row.ts'

/** The statements of a digest transaction on the main database. Each runs inside the caller's transaction. */
export interface MainWrites {
  issues(plan: DigestPlan): void
  userReports(plan: DigestPlan, issueOf: (projectId: number, eventId: string) => number | undefined): void
  attachments(plan: DigestPlan, firstId: number): void
  parked(events: readonly ParkedEvent[], firstId: number): void
  outcomes(counts: readonly OutcomeCount[], at: Instant): void
  progress(plan: DigestPlan, lastSeq: number): void
  nextParkedId(): number
  nextAttachmentId(): number
}

/** Prepares the statements once; they are the digest's hot path. */
export function prepareMainWrites(db: DatabaseSync): MainWrites {
  const cursor = db.prepare('INSERT OR REPLACE INTO cursors VALUES (?, ?, ?)')
  const lastSeqUpdate = db.prepare(`UPDATE meta SET value = ? WHERE key = 'last_seq'`)
  return {
    issues: prepareIssues(db),
    userReports: prepareUserReports(db),
    ...prepareAttachments(db),
    ...prepareParked(db),
    outcomes: prepareOutcomes(db),
    progress(plan, lastSeq) {
      cursor.run(plan.lane, plan.upTo.segment, plan.upTo.offset)
      lastSeqUpdate.run(lastSeq)
    },
  }
}

function prepareAttachments(db: DatabaseSync): Pick<MainWrites, 'attachments' | 'nextAttachmentId'> {
  const insert = db.prepare(`INSERT INTO attachments
    (id, project_id, event_id, received, filename, content_type, attachment_type, bytes, stored)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const next = db.prepare('SELECT coalesce(max(id), 0) + 1 AS id FROM attachments')
  return {
    attachments({ attachments }, firstId) {
      for (const [index, note] of attachments.entries()) {
        const { projectId, eventId, received, filename, contentType, attachmentType, bytes, body } = note
        const texts = [filename, contentType, attachmentType]
        insert.run(firstId + index, projectId, eventId, received, ...texts, bytes, Number(body !== undefined))
      }
    },
    nextAttachmentId: () => Number(next.get()?.['id'] ?? 1),
  }
}

function prepareParked(db: DatabaseSync): Pick<MainWrites, 'parked' | 'nextParkedId'> {
  const insert = db.prepare(
    'INSERT INTO parked (id, project_id, event_id, received, error) VALUES (?, ?, ?, ?, ?)',
  )
  const next = db.prepare('SELECT coalesce(max(id), 0) + 1 AS id FROM parked')
  return {
    parked(events, firstId) {
      for (const [index, { projectId, eventId, received, error }] of events.entries()) {
        insert.run(firstId + index, projectId, eventId ?? null, received, error.slice(0, 2000))
      }
    },
    nextParkedId: () => Number(next.get()?.['id'] ?? 1),
  }
}

function prepareOutcomes(db: DatabaseSync): MainWrites['outcomes'] {
  const add = db.prepare(`INSERT INTO outcomes VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity`)
  return (counts, at) => {
    for (const { projectId, source, reason, category, quantity } of counts) {
      add.run(projectId, hourOf(at), source, reason.slice(0, 64), category, quantity)
    }
  }
}

function prepareIssues(db: DatabaseSync): MainWrites['issues'] {
  const insert = db.prepare(insertIssueSql)
  const explain = db.prepare('INSERT INTO issue_groupings VALUES (?, ?)')
  const change =
    db.prepare(`UPDATE issues SET count = count + ?, first_seen = ?, last_seen = ?, last_event_id = ?, level = ?,
    last_release = ? WHERE id = ? AND project_id = ?`)
  const reopen = db.prepare(
    `UPDATE issues SET status = 'unresolved', substatus = ?, status_changed_at = ?, snooze = NULL WHERE id = ?`,
  )

  function apply(to: IssueChange): void {
    const { added, firstSeen, lastSeen, lastEventId, level, lastRelease, issueId, projectId } = to
    change.run(added, firstSeen, lastSeen, lastEventId, level, lastRelease ?? null, issueId, projectId)
    if (to.regressedAt !== undefined) reopen.run('regressed', to.regressedAt, issueId)
    if (to.reappearedAt !== undefined) reopen.run('ongoing', to.reappearedAt, issueId)
  }

  return (plan) => {
    for (const issue of plan.newIssues) {
      insert.run(...toIssueValues(issue))
      if (issue.grouping !== undefined) explain.run(issue.id, issue.grouping)
    }
    for (const issueChange of plan.changes) apply(issueChange)
  }
}

/** A report may come before, with or after its event, so both sides look for the other. */
function prepareUserReports(db: DatabaseSync): MainWrites['userReports'] {
  const insert =
    db.prepare(`INSERT INTO user_reports (project_id, event_id, issue_id, received, name, email, comments)
    VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const waiting = db.prepare(
    'SELECT 1 FROM user_reports WHERE issue_id IS NULL AND event_id IS NOT NULL LIMIT 1',
  )
  const adopt = db.prepare(
    'UPDATE user_reports SET issue_id = ? WHERE issue_id IS NULL AND project_id = ? AND event_id = ?',
  )
  return (plan, issueOf) => {
    for (const report of plan.userReports) {
      const { projectId, eventId, received, name, email, comments } = report
      const issueId = eventId === undefined ? undefined : issueOf(projectId, eventId)
      insert.run(projectId, eventId ?? null, issueId ?? null, received, name, email, comments)
    }
    if (plan.events.length === 0 || waiting.get() === undefined) return
    for (const { event, issueId } of plan.events) adopt.run(issueId, event.projectId, event.eventId)
  }
}
