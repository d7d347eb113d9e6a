import type { Level } from '@culprit/wire'
import type { Instant } from '../../domain/instant.ts'
import { type IssueStatus, type IssueSubstatus, substatusAt } from '../../domain/issue.ts'
import type { IssueRow } from '../../ports/read-models.ts'

/** An issue as the pages show it and as their JSON carries it. */
export interface IssueItem {
  readonly id: number
  readonly shortId: string
  readonly href: string
  readonly project: string
  readonly level: Level
  readonly type: string
  /** Empty where the type says all. */
  readonly message: string
  readonly culprit: string
  readonly status: IssueStatus
  readonly substatus?: IssueSubstatus | undefined
  readonly unhandled: boolean
  readonly count: number
  readonly userCount: number
  readonly firstSeen: Instant
  readonly lastSeen: Instant
  readonly firstRelease?: string | undefined
  readonly lastRelease?: string | undefined
}

/** Returns a row of the database as the pages show it at `now`. */
export function issueItemOf(row: IssueRow, now: Instant): IssueItem {
  const { type, value } = row.metadata
  return {
    id: row.id,
    shortId: row.shortId,
    href: `/issues/${row.shortId}`,
    project: row.projectSlug,
    level: row.level,
    type: type ?? row.title,
    message: type === undefined ? '' : (value ?? ''),
    culprit: row.culprit,
    status: row.status,
    substatus: substatusAt(row, now),
    unhandled: row.handled === false,
    count: row.count,
    userCount: row.userCount,
    firstSeen: row.firstSeen,
    lastSeen: row.lastSeen,
    firstRelease: row.firstRelease,
    lastRelease: row.lastRelease,
  }
}
