import type { DataCategory, DiscardReason, Level } from '@culprit/wire'
import type { AlertAttribute } from './alert-filter.ts'
import type { AlertFire } from './alert.ts'
import type { EventType, Tag } from './event.ts'
import type { Instant } from './instant.ts'
import type { Issue, IssueMetadata } from './issue.ts'
import type { SessionPlan } from './session-count.ts'
import type { SessionReport, SessionState } from './session-report.ts'

/** The spool is read in lanes, so that a noisy project's backlog does not delay the others. */
export type Lane = 'main' | 'bulk'
export const lanes: readonly Lane[] = ['main', 'bulk']

/** A place in a lane of the spool: everything before it is digested. */
export interface SpoolPosition {
  readonly segment: number
  readonly offset: number
}

/** An event with its fingerprint, as a decoder hands it to the writer: a compact row, never the event itself. */
export interface FingerprintedEvent {
  readonly eventId: string
  readonly projectId: number
  readonly type: EventType
  readonly platform: string
  readonly level: Level
  readonly timestamp: Instant
  readonly received: Instant
  readonly mechanism: string
  readonly hash: string
  readonly title: string
  readonly culprit: string
  readonly metadata: IssueMetadata
  readonly handled?: boolean | undefined
  readonly environment?: string | undefined
  readonly release?: string | undefined
  readonly transaction?: string | undefined
  /** `id:42`, `email:..`, `username:..` or `ip:..`; absent without a user. */
  readonly userKey?: string | undefined
  readonly tags: readonly Tag[]
  /** The values of attributes that alert rules look at and that no other field has; absent when no rule asks. */
  readonly attributes?: Readonly<Partial<Record<AlertAttribute, readonly string[]>>> | undefined
  /**
   * The component tree that explains `hash`, as JSON of at most 16,384 characters. Present on the first event of a hash
   * that a decoder sees, so that a new issue has it; absent on the others and where the tree is too large.
   */
  readonly grouping?: string | undefined
  /** Which of the batch's payload blocks holds the event, and where in it. */
  readonly block: number
  readonly slot: number
}

/** What a person wrote about an event, from `user_report`, `feedback` or the embedded dialog. */
export interface UserReport {
  readonly projectId: number
  readonly eventId?: string | undefined
  readonly received: Instant
  readonly name: string
  readonly email: string
  readonly comments: string
}

/** That an attachment came with an event; its bytes only when storing them is switched on, and then unscrubbed. */
export interface AttachmentNote {
  readonly projectId: number
  readonly eventId: string
  readonly received: Instant
  readonly filename: string
  readonly contentType: string
  readonly attachmentType: string
  readonly bytes: number
  readonly body?: Uint8Array | undefined
}

/** How many items were lost, of what kind and why. `source` tells our own losses from those an SDK reported. */
export interface OutcomeCount {
  readonly projectId: number
  readonly source: 'server' | 'sdk'
  /** `accepted` is counted here too, so that the two add up to what arrived. */
  readonly reason: DiscardReason | 'accepted' | (string & {})
  readonly category: DataCategory
  readonly quantity: number
}

/** An event set aside because digesting it failed twice; its raw bytes stay at most seven days. */
export interface ParkedEvent {
  readonly projectId: number
  readonly eventId?: string | undefined
  readonly received: Instant
  readonly error: string
  /** The spooled bytes, unscrubbed. Never shown. */
  readonly raw: Uint8Array
}

/** How many spooled requests of a project a batch has dealt with, whatever became of them. */
export interface EntryCount {
  readonly projectId: number
  readonly entries: number
}

/** All that came out of one read of the spool, in spool order. */
export interface DigestBatch {
  readonly lane: Lane
  readonly upTo: SpoolPosition
  /** Each project once. */
  readonly entries: readonly EntryCount[]
  readonly events: readonly FingerprintedEvent[]
  /** zstd blocks of several payloads each; `FingerprintedEvent.block` indexes this list. */
  readonly blocks: readonly Uint8Array[]
  readonly sessions: readonly SessionReport[]
  readonly userReports: readonly UserReport[]
  readonly attachments: readonly AttachmentNote[]
  readonly outcomes: readonly OutcomeCount[]
  readonly parked: readonly ParkedEvent[]
}

/** What must be known of the store to plan a batch. Keys come from `issueKey` and `eventKey`. */
export interface KnownIssues {
  readonly issues: ReadonlyMap<string, Issue>
  /** Event ids of the batch that are stored already. */
  readonly stored: ReadonlySet<string>
  /** Sessions of the batch that were seen before, under their `sessionKey`. */
  readonly sessions: ReadonlyMap<string, SessionState>
  readonly nextIssueId: number
  readonly nextNumbers: ReadonlyMap<number, number>
}

export interface PlannedEvent {
  readonly event: FingerprintedEvent
  readonly issueId: number
}

/** The change to one known issue: what to add and what it becomes. */
export interface IssueChange {
  readonly issueId: number
  readonly projectId: number
  readonly added: number
  readonly firstSeen: Instant
  readonly lastSeen: Instant
  readonly lastEventId: string
  readonly level: Level
  readonly lastRelease?: string | undefined
  /** Present when the batch reopened the issue. */
  readonly regressedAt?: Instant | undefined
  /** Present when what the ignored issue waited for came true. */
  readonly reappearedAt?: Instant | undefined
}

/** Everything a batch will write and everyone it will tell, decided before the first write. */
export interface DigestPlan {
  readonly at: Instant
  readonly lane: Lane
  readonly upTo: SpoolPosition
  readonly newIssues: readonly Issue[]
  readonly changes: readonly IssueChange[]
  readonly events: readonly PlannedEvent[]
  readonly blocks: readonly Uint8Array[]
  /** Rules that want to fire; the store lets each once in its time. */
  readonly fires: readonly AlertFire[]
  readonly sessions: SessionPlan
  readonly userReports: readonly UserReport[]
  readonly attachments: readonly AttachmentNote[]
  readonly outcomes: readonly OutcomeCount[]
  readonly parked: readonly ParkedEvent[]
}

/** Returns the key under which `KnownIssues.issues` holds an issue. */
export function issueKey(event: {
  readonly projectId: number
  readonly mechanism: string
  readonly hash: string
}): string {
  return `${event.projectId}:${event.mechanism}:${event.hash}`
}

/** Returns the key under which `KnownIssues.stored` holds an event. */
export function eventKey(event: { readonly projectId: number; readonly eventId: string }): string {
  return `${event.projectId}:${event.eventId}`
}
