import { hourMs, hourOf, type Instant } from '../domain/instant.ts'
import { substatusAt, type IssueMetadata, type IssueStatus, type IssueSubstatus } from '../domain/issue.ts'
import type { AlertPeople } from '../domain/alert-people.ts'
import type { Project } from '../domain/project.ts'
import type { IssueRow } from '../ports/read-models.ts'
import { assigneeJson, type AssigneeJson } from './assignee-json.ts'
import { statusDetailsJson, type StatusDetailsJson } from './snooze-json.ts'

/** An issue as the API serves it, in Sentry's shape. */
export interface IssueJson {
  readonly id: string
  readonly shortId: string
  readonly title: string
  readonly culprit: string
  readonly permalink: string
  readonly logger: null
  readonly level: string
  readonly status: IssueStatus
  readonly substatus: IssueSubstatus | null
  readonly statusDetails: StatusDetailsJson
  readonly platform: string
  readonly project: ProjectRef
  readonly type: string
  readonly metadata: IssueMetadata
  readonly issueType: 'error'
  readonly issueCategory: 'error'
  readonly isUnhandled: boolean
  /** A whole number as text, since it may outgrow what a client's numbers hold. */
  readonly count: string
  readonly userCount: number
  readonly firstSeen: string
  readonly lastSeen: string
  readonly firstRelease: { readonly version: string } | null
  readonly lastRelease: { readonly version: string } | null
  /** Start of an hour in seconds, and events in it; the last 24 hours. */
  readonly stats: { readonly '24h': readonly (readonly [number, number])[] }
  readonly numComments: 0
  readonly assignedTo: AssigneeJson | null
  readonly isBookmarked: false
  readonly isSubscribed: false
  readonly isPublic: false
  readonly hasSeen: boolean
  readonly annotations: readonly never[]
}

/** A project as issues name it. */
interface ProjectRef {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly platform: string
}

/** What an issue does not carry itself. */
export interface IssueJsonContext {
  readonly projects: readonly Project[]
  /** Needed when an issue is assigned to somebody. */
  readonly people?: AlertPeople | undefined
  readonly baseUrl: string
  readonly now: Instant
  /** Events an hour, oldest first; undefined when they were not asked for. */
  readonly trend?: readonly number[] | undefined
}

/** Returns an issue in Sentry's shape. */
export function issueJson(
  issue: IssueRow,
  { projects, people, baseUrl, now, trend = [] }: IssueJsonContext,
): IssueJson {
  const project = projects.find(({ id }) => id === issue.projectId)
  const firstHour = hourOf(now) - (trend.length - 1) * hourMs
  return {
    id: String(issue.id),
    shortId: issue.shortId,
    title: issue.title,
    culprit: issue.culprit,
    permalink: `${baseUrl}/issues/${issue.shortId}`,
    logger: null,
    level: issue.level,
    status: issue.status,
    substatus: substatusAt(issue, now) ?? null,
    statusDetails: statusDetailsJson(issue),
    platform: issue.platform,
    project: {
      id: String(issue.projectId),
      name: project?.name ?? issue.projectSlug,
      slug: issue.projectSlug,
      platform: issue.platform,
    },
    type: issue.metadata.type === undefined ? 'default' : 'error',
    metadata: issue.metadata,
    issueType: 'error',
    issueCategory: 'error',
    isUnhandled: issue.handled === false,
    count: String(issue.count),
    userCount: issue.userCount,
    firstSeen: new Date(issue.firstSeen).toISOString(),
    lastSeen: new Date(issue.lastSeen).toISOString(),
    firstRelease: issue.firstRelease === undefined ? null : { version: issue.firstRelease },
    lastRelease: issue.lastRelease === undefined ? null : { version: issue.lastRelease },
    stats: { '24h': trend.map((count, index) => [(firstHour + index * hourMs) / 1000, count]) },
    numComments: 0,
    assignedTo: assigneeJson(issue.assignee, people),
    isBookmarked: false,
    isSubscribed: false,
    isPublic: false,
    hasSeen: true,
    annotations: [],
  }
}
