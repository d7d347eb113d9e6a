import type { Level } from '@culprit/wire'
import { dayMs, type Instant } from './instant.ts'
import type { Snooze } from './snooze.ts'

export type IssueStatus = 'unresolved' | 'resolved' | 'ignored'

/** Why an unresolved issue is open. Only unresolved issues have one. */
export type IssueSubstatus = 'new' | 'ongoing' | 'regressed'

/** One problem of one project: all events whose fingerprint is the same. */
export interface Issue {
  readonly id: number
  readonly projectId: number
  /** The number in the short id: 42 in `DEFAULT-42`. Counts up from 1 in each project. */
  readonly number: number
  readonly mechanism: string
  /** 32 hex digits: the fingerprint under `mechanism`. */
  readonly hash: string
  readonly title: string
  readonly culprit: string
  readonly metadata: IssueMetadata
  readonly level: Level
  readonly platform: string
  readonly status: IssueStatus
  readonly substatus: IssueSubstatus
  /** Events ever counted, including those that retention has removed. */
  readonly count: number
  readonly firstSeen: Instant
  readonly lastSeen: Instant
  readonly firstRelease?: string | undefined
  readonly lastRelease?: string | undefined
  readonly lastEventId: string
  readonly handled?: boolean | undefined
  /** When it was last resolved, ignored or reopened, by hand or by an event; absent for one as it came. */
  readonly statusChangedAt?: Instant | undefined
  /** What it waits for while it is ignored. */
  readonly snooze?: Snooze | undefined
  readonly assignee?: Assignee | undefined
  /** Users ever counted, as of the last flush of counters; what the digest keeps in memory may be older. */
  readonly userCount?: number | undefined
  /**
   * Why the issue's events are one: the component tree of its first event, as JSON of at most 16,384 characters. Large,
   * so that only the look-up of one issue brings it; lists and the digest do without.
   */
  readonly grouping?: string | undefined
}

export interface IssueMetadata {
  readonly type?: string | undefined
  readonly value?: string | undefined
  readonly filename?: string | undefined
  readonly function?: string | undefined
}

/** Who an issue is assigned to. */
export interface Assignee {
  readonly kind: 'member' | 'team'
  readonly id: number
}

/** What a new event does to a known issue: reopen it as a regression, or only count. */
export function reopens(issue: Pick<Issue, 'status'>): boolean {
  return issue.status === 'resolved'
}

/** An issue counts as new for this long after its first event. */
export const newForMs: number = 7 * dayMs

/** Returns the substatus to show at `now`: `new` fades to `ongoing` with age, without a job that rewrites rows. */
export function substatusAt(
  issue: Pick<Issue, 'status' | 'substatus' | 'firstSeen'>,
  now: Instant,
): IssueSubstatus | undefined {
  if (issue.status !== 'unresolved') return undefined
  return issue.substatus === 'new' && now - issue.firstSeen > newForMs ? 'ongoing' : issue.substatus
}

/** Returns `DEFAULT-42` for project slug `default` and number 42. */
export function shortIdOf(projectSlug: string, number: number): string {
  return `${projectSlug.toUpperCase()}-${number}`
}

/** Reads a short id back; undefined when the text is none. The slug comes back in lower case. */
export function parseShortId(text: string): { readonly slug: string; readonly number: number } | undefined {
  const match = /^([A-Za-z0-9][A-Za-z0-9_-]{0,63})-([1-9][0-9]{0,9})$/.exec(text)
  if (!match?.[1] || !match[2]) return undefined
  return { slug: match[1].toLowerCase(), number: Number(match[2]) }
}
