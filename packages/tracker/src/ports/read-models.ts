import type { Level } from '@culprit/wire'
import type { AttachmentNote, OutcomeCount, UserReport } from '../domain/digest-plan.ts'
import type { EventType, StoredEvent, Tag } from '../domain/event.ts'
import type { Instant } from '../domain/instant.ts'
import type { Issue, IssueStatus, IssueSubstatus } from '../domain/issue.ts'
import type { Project, ProjectKey } from '../domain/project.ts'
import type { AlertReads } from './alert-reads.ts'
import type { ProjectScope } from './commands.ts'
import type { DestinationReads } from './destination-store.ts'
import type { DeliveryAttempt, OutboxRow } from './outbox-store.ts'
import type { SessionReads } from './session-reads.ts'

/** The questions that pages and API ask. Each carries the projects the asker may see; no answer leaves that scope. */
export interface ReadModels extends AlertReads, DestinationReads, SessionReads {
  projects(scope: ProjectScope): Promise<readonly Project[]>
  projectBySlug(scope: ProjectScope, slug: string): Promise<Project | undefined>
  keys(scope: ProjectScope): Promise<readonly ProjectKey[]>

  issues(query: IssueQuery): Promise<IssuePage>
  /** These two bring the issue's grouping with it; lists do not. */
  issueById(scope: ProjectScope, issueId: number): Promise<IssueRow | undefined>
  issueByNumber(scope: ProjectScope, projectId: number, number: number): Promise<IssueRow | undefined>
  /** How many issues stand in each tab of the list. */
  issueCounts(scope: ProjectScope): Promise<IssueCounts>
  /** Events an hour for each issue, oldest bucket first, `hours` buckets that end with the hour of `now`. */
  trends(
    scope: ProjectScope,
    input: { readonly issueIds: readonly number[]; readonly now: Instant; readonly hours: number },
  ): Promise<ReadonlyMap<number, readonly number[]>>

  /** An event of an issue by id, or the latest or oldest one that is still stored. */
  eventOfIssue(
    scope: ProjectScope,
    issueId: number,
    which: 'latest' | 'oldest' | (string & {}),
  ): Promise<EventDetail | undefined>
  eventById(scope: ProjectScope, projectId: number, eventId: string): Promise<EventDetail | undefined>
  /** The newest events of a project since an instant, oldest first, to try alert rules on. */
  pastEvents(
    scope: ProjectScope,
    input: { readonly projectId: number; readonly since: Instant; readonly limit: number },
  ): Promise<{
    readonly events: readonly EventRow[]
    readonly firstSeen: ReadonlyMap<number, Instant>
    /** False when there were more than `limit`. */
    readonly isComplete: boolean
  }>
  /** Newest first. */
  eventsOfIssue(
    scope: ProjectScope,
    input: { readonly issueId: number; readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<EventPage>
  tagsOfIssue(scope: ProjectScope, issueId: number): Promise<readonly TagSummary[]>
  userReportsOfIssue(scope: ProjectScope, issueId: number): Promise<readonly UserReport[]>
  /** In the order they came, at most 100. */
  attachmentsOfEvent(
    scope: ProjectScope,
    projectId: number,
    eventId: string,
  ): Promise<readonly StoredAttachment[]>
  /** The bytes as they were sent, not scrubbed; undefined when they were not kept or are gone. At most 20 MiB. */
  attachmentBody(scope: ProjectScope, which: AttachmentPlace): Promise<Uint8Array<ArrayBuffer> | undefined>

  environments(scope: ProjectScope): Promise<readonly string[]>
  releases(scope: ProjectScope): Promise<readonly string[]>
  outcomes(scope: ProjectScope, since: Instant): Promise<readonly OutcomeCount[]>
  parked(scope: ProjectScope): Promise<
    readonly {
      readonly projectId: number
      readonly eventId?: string | undefined
      readonly received: Instant
      readonly error: string
    }[]
  >
  deliveries(scope: ProjectScope, limit: number): Promise<readonly DeliveryView[]>

  /** Access: not scoped, since they decide the scope. */
  session(tokenHash: string, now: Instant): Promise<SessionView | undefined>
  userByEmail(email: string): Promise<UserView | undefined>
  user(userId: number): Promise<UserView | undefined>
  /** True once somebody has redeemed the set-up link or a password was given. */
  ownerExists(): Promise<boolean>
}

export interface IssueQuery {
  readonly scope: ProjectScope
  /** Undefined means every status. */
  readonly status?: IssueStatus | undefined
  readonly substatus?: IssueSubstatus | undefined
  readonly levels?: readonly Level[] | undefined
  readonly environment?: string | undefined
  readonly release?: string | undefined
  /** Free text: every word must occur in title or culprit, without regard to case. At most 8 words. */
  readonly words?: readonly string[] | undefined
  readonly sort: IssueSort
  /** 1 to 100. */
  readonly limit: number
  readonly cursor?: string | undefined
  readonly now: Instant
}

export type IssueSort = 'last-seen' | 'first-seen' | 'events' | 'users'

/** An issue as lists show it. */
export interface IssueRow extends Issue {
  readonly projectSlug: string
  readonly shortId: string
  readonly userCount: number
}

interface IssuePage {
  readonly rows: readonly IssueRow[]
  readonly next?: string | undefined
  readonly previous?: string | undefined
}

export interface IssueCounts {
  readonly unresolved: number
  readonly new: number
  readonly regressed: number
  readonly ignored: number
  readonly resolved: number
}

/** An event's narrow row, without its payload. */
export interface EventRow {
  readonly eventId: string
  readonly projectId: number
  readonly issueId: number
  readonly type: EventType
  readonly platform: string
  readonly level: Level
  readonly timestamp: Instant
  readonly received: Instant
  readonly title: string
  readonly environment?: string | undefined
  readonly release?: string | undefined
  readonly transaction?: string | undefined
  readonly userKey?: string | undefined
  readonly tags: readonly Tag[]
}

export interface EventDetail {
  readonly row: EventRow
  readonly event: StoredEvent
  /** Neighbours within the issue that are still stored. */
  readonly previousId?: string | undefined
  readonly nextId?: string | undefined
  readonly oldestId: string
  readonly latestId: string
  /** 1-based place among the stored events of the issue, and how many are stored. */
  readonly position: number
  readonly stored: number
}

export interface EventPage {
  readonly rows: readonly EventRow[]
  readonly next?: string | undefined
  readonly previous?: string | undefined
}

export interface TagSummary {
  readonly key: string
  readonly total: number
  /** Most frequent first, at most 10. */
  readonly values: readonly { readonly value: string; readonly count: number; readonly lastSeen: Instant }[]
}

export interface DeliveryView {
  readonly row: OutboxRow
  readonly reason?: string | undefined
  readonly attempts: readonly DeliveryAttempt[]
  /** Of the issue that the message is about; absent for digests and reports. */
  readonly issueShortId?: string | undefined
  readonly issueTitle?: string | undefined
}

/** An attachment as it was noted; `stored` says that its bytes were kept too. */
export interface StoredAttachment extends Omit<AttachmentNote, 'body'> {
  readonly stored: boolean
}

/** Names an attachment by its place in the list of its event's attachments, from 0. */
interface AttachmentPlace {
  readonly projectId: number
  readonly eventId: string
  readonly index: number
}

interface SessionView {
  readonly userId: number
  readonly expiresAt: Instant
}

export interface UserView {
  readonly id: number
  readonly email?: string | undefined
  /** scrypt, self-describing; undefined while the owner has set none. */
  readonly passwordHash?: string | undefined
}
