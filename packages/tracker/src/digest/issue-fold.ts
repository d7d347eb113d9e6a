import {
  issueKey,
  type FingerprintedEvent,
  type IssueChange,
  type KnownIssues,
} from '../domain/digest-plan.ts'
import type { Instant } from '../domain/instant.ts'
import { reopens, type Assignee, type Issue } from '../domain/issue.ts'
import { endsSnooze } from '../domain/snooze.ts'
import { happened } from './alerts/rule-context.ts'

/** What the fold looks at, and who hears of each event. */
export interface IssueFoldFacts {
  readonly known: KnownIssues
  readonly now: Instant
  readonly onSeen: (event: FingerprintedEvent, issue: SeenIssue) => void
}

/** An issue as it is with an event of it. */
export interface SeenIssue {
  readonly issueId: number
  /** False for an ignored issue, about which nothing is told. */
  readonly isOpen: boolean
  /** What the event did to it: a sum of `happened`. */
  readonly flags: number
  /** Events ever counted, this one included. */
  readonly count: number
  readonly firstSeen: Instant
  readonly assignee?: Assignee | undefined
}

/** Folds a batch's events into one change for each issue. */
export interface IssueFold {
  /** Counts an event and returns the id of its issue, known or new. */
  see(event: FingerprintedEvent): number
  finish(): {
    readonly newIssues: readonly Issue[]
    readonly changes: readonly IssueChange[]
  }
}

/**
 * Returns an empty fold. A resolved issue that comes back is reopened; an ignored one stays ignored until
 * what it waits for comes true. First and last seen go by server time, whatever order events come in.
 */
export function createIssueFold({ known, now, onSeen }: IssueFoldFacts): IssueFold {
  const created = new Map<string, Issue>()
  const changed = new Map<string, IssueChange>()
  const numbers = new Map(known.nextNumbers)
  let nextId = known.nextIssueId

  function seeNew(key: string, event: FingerprintedEvent): number {
    const before = created.get(key)
    if (before) {
      const issue = seenAgain(before, event)
      created.set(key, issue)
      onSeen(event, seenIssue(issue, 0))
      return issue.id
    }
    const number = numbers.get(event.projectId) ?? 1
    numbers.set(event.projectId, number + 1)
    const issue = newIssue(event, { id: nextId, number })
    nextId += 1
    created.set(key, issue)
    onSeen(event, seenIssue(issue, happened.new))
    return issue.id
  }

  return {
    see(event) {
      const key = issueKey(event)
      const issue = known.issues.get(key)
      if (!issue) return seeNew(key, event)
      const before = changed.get(key)
      const counted = before ? changedAgain(before, event) : firstChange(issue, event, now)
      const change = wakeUp(issue, counted, now)
      changed.set(key, change)
      const { firstSeen, added, reappearedAt } = change
      const isOpen = issue.status !== 'ignored' || reappearedAt !== undefined
      const flags = flagsOf(change, before)
      onSeen(event, { ...seenIssue({ ...issue, firstSeen, count: issue.count + added }, flags), isOpen })
      return issue.id
    },
    finish: () => ({ newIssues: [...created.values()], changes: [...changed.values()] }),
  }
}

function seenIssue({ id, count, firstSeen, assignee }: Issue, flags: number): SeenIssue {
  return { issueId: id, isOpen: true, flags, count, firstSeen, assignee }
}

/** What an event did, from the change with and without it. */
function flagsOf(change: IssueChange, before: IssueChange | undefined): number {
  if (change.regressedAt !== undefined && before?.regressedAt === undefined) return happened.regressed
  return change.reappearedAt !== undefined && before?.reappearedAt === undefined ? happened.reappeared : 0
}

/** An ignored issue is open again with the event that it waited for. */
function wakeUp(issue: Issue, change: IssueChange, now: Instant): IssueChange {
  if (issue.status !== 'ignored' || change.reappearedAt !== undefined) return change
  const { snooze, count, userCount = 0 } = issue
  const seen = { at: now, count: count + change.added, users: userCount }
  return endsSnooze(snooze, seen) ? { ...change, reappearedAt: now } : change
}

interface NewIssueFacts {
  readonly id: number
  readonly number: number
}

function newIssue(event: FingerprintedEvent, { id, number }: NewIssueFacts): Issue {
  const {
    projectId,
    mechanism,
    hash,
    title,
    culprit,
    metadata,
    level,
    platform,
    handled,
    received,
    release,
    grouping,
  } = event
  return {
    id,
    projectId,
    number,
    mechanism,
    hash,
    title,
    culprit,
    metadata,
    level,
    platform,
    status: 'unresolved',
    substatus: 'new',
    count: 1,
    firstSeen: received,
    lastSeen: received,
    firstRelease: release,
    lastRelease: release,
    lastEventId: event.eventId,
    handled,
    grouping,
  }
}

function seenAgain(issue: Issue, event: FingerprintedEvent): Issue {
  return {
    ...issue,
    count: issue.count + 1,
    firstSeen: Math.min(issue.firstSeen, event.received),
    lastSeen: Math.max(issue.lastSeen, event.received),
    lastRelease: event.release ?? issue.lastRelease,
    lastEventId: event.eventId,
    level: event.level,
    grouping: issue.grouping ?? event.grouping,
  }
}

function firstChange(issue: Issue, event: FingerprintedEvent, now: Instant): IssueChange {
  return {
    issueId: issue.id,
    projectId: issue.projectId,
    added: 1,
    firstSeen: Math.min(issue.firstSeen, event.received),
    lastSeen: Math.max(issue.lastSeen, event.received),
    lastEventId: event.eventId,
    level: event.level,
    lastRelease: event.release ?? issue.lastRelease,
    regressedAt: reopens(issue) ? now : undefined,
  }
}

function changedAgain(change: IssueChange, event: FingerprintedEvent): IssueChange {
  return {
    ...change,
    added: change.added + 1,
    firstSeen: Math.min(change.firstSeen, event.received),
    lastSeen: Math.max(change.lastSeen, event.received),
    lastEventId: event.eventId,
    level: event.level,
    lastRelease: event.release ?? change.lastRelease,
  }
}
