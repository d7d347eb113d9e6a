import {
  issueKey,
  type FingerprintedEvent,
  type IssueChange,
  type KnownIssues,
  type OutboxEntry,
} from '../domain/digest-plan.ts'
import type { Instant } from '../domain/instant.ts'
import { reopens, type Issue } from '../domain/issue.ts'

/** What the fold looks at: `recipients` answers who is told about a project's issues. */
export interface IssueFoldFacts {
  readonly known: KnownIssues
  readonly now: Instant
  readonly recipients: (projectId: number) => readonly string[]
}

/** Folds a batch's events into one change for each issue. */
export interface IssueFold {
  /** Counts an event and returns the id of its issue, known or new. */
  see(event: FingerprintedEvent): number
  finish(): {
    readonly newIssues: readonly Issue[]
    readonly changes: readonly IssueChange[]
    readonly outbox: readonly OutboxEntry[]
  }
}

/**
 * Returns an empty fold. A new issue is told once, a resolved one that comes back is reopened and told once; an
 * ignored one stays ignored and silent. First and last seen go by server time, whatever order events come in.
 */
export function createIssueFold({ known, now, recipients }: IssueFoldFacts): IssueFold {
  const created = new Map<string, Issue>()
  const changed = new Map<string, IssueChange>()
  const outbox: OutboxEntry[] = []
  const numbers = new Map(known.nextNumbers)
  let nextId = known.nextIssueId

  function tell(kind: OutboxEntry['kind'], event: FingerprintedEvent, issueId: number): void {
    for (const recipient of recipients(event.projectId)) {
      outbox.push({ kind, projectId: event.projectId, issueId, eventId: event.eventId, recipient })
    }
  }

  function seeNew(key: string, event: FingerprintedEvent): number {
    const before = created.get(key)
    if (before) {
      created.set(key, seenAgain(before, event))
      return before.id
    }
    const number = numbers.get(event.projectId) ?? 1
    numbers.set(event.projectId, number + 1)
    const issue = newIssue(event, { id: nextId, number })
    nextId += 1
    created.set(key, issue)
    tell('new-issue', event, issue.id)
    return issue.id
  }

  return {
    see(event) {
      const key = issueKey(event)
      const issue = known.issues.get(key)
      if (!issue) return seeNew(key, event)
      const before = changed.get(key)
      const change = before ? changedAgain(before, event) : firstChange(issue, event, now)
      changed.set(key, change)
      if (!before && change.regressedAt !== undefined) tell('regression', event, issue.id)
      return issue.id
    },
    finish: () => ({ newIssues: [...created.values()], changes: [...changed.values()], outbox }),
  }
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
