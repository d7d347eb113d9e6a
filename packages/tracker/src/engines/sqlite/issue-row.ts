import type { SQLInputValue } from 'node:sqlite'
import type { Assignee, Issue, IssueMetadata, IssueStatus, IssueSubstatus } from '../../domain/issue.ts'
import type { Snooze } from '../../domain/snooze.ts'
import { text, toLevel, type Row } from './event-row.ts'

/** The insert that `toIssueValues` fills. */
export const insertIssueSql = `INSERT INTO issues (id, project_id, number, mechanism, hash, title, culprit, search_text,
  meta_type, meta_value, meta_filename, meta_function, level, platform, status, substatus, count, user_count, first_seen,
  last_seen, first_release, last_release, last_event_id, handled, status_changed_at)
  VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0,?,?,?,?,?,?,?)`

/** Returns an issue's values for the insert. */
export function toIssueValues(issue: Issue): readonly SQLInputValue[] {
  const { metadata } = issue
  return [
    issue.id,
    issue.projectId,
    issue.number,
    issue.mechanism,
    issue.hash,
    issue.title,
    issue.culprit,
    `${issue.title}\n${issue.culprit}`.toLowerCase(),
    metadata.type ?? null,
    metadata.value ?? null,
    metadata.filename ?? null,
    metadata.function ?? null,
    issue.level,
    issue.platform,
    issue.status,
    issue.substatus,
    issue.count,
    issue.firstSeen,
    issue.lastSeen,
    issue.firstRelease ?? null,
    issue.lastRelease ?? null,
    issue.lastEventId,
    issue.handled === undefined ? null : Number(issue.handled),
    issue.statusChangedAt ?? null,
  ]
}

/** Returns the issue of a row of the table `issues`, without its grouping, which has a table of its own. */
export function toIssue(row: Row): Issue {
  return {
    id: Number(row['id']),
    projectId: Number(row['project_id']),
    number: Number(row['number']),
    mechanism: String(row['mechanism']),
    hash: String(row['hash']),
    title: String(row['title']),
    culprit: String(row['culprit']),
    metadata: toMetadata(row),
    level: toLevel(row['level']),
    platform: String(row['platform']),
    status: toStatus(row['status']),
    substatus: toSubstatus(row['substatus']),
    count: Number(row['count']),
    firstSeen: Number(row['first_seen']),
    lastSeen: Number(row['last_seen']),
    firstRelease: text(row['first_release']),
    lastRelease: text(row['last_release']),
    lastEventId: String(row['last_event_id']),
    handled: optionalNumber(row['handled']) === undefined ? undefined : row['handled'] !== 0,
    statusChangedAt: optionalNumber(row['status_changed_at']),
    snooze: toSnooze(row['snooze']),
    assignee: toAssignee(row['assignee']),
    userCount: Number(row['user_count']),
  }
}

/** Returns a number column's value, undefined for NULL. */
function optionalNumber(value: Row[string] | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function toMetadata(row: Row): IssueMetadata {
  return {
    type: text(row['meta_type']),
    value: text(row['meta_value']),
    filename: text(row['meta_filename']),
    function: text(row['meta_function']),
  }
}

/** Only `setIssueStatus` writes this column. */
function toSnooze(value: Row[string] | undefined): Snooze | undefined {
  return typeof value === 'string' ? (JSON.parse(value) as Snooze) : undefined
}

function toAssignee(value: Row[string] | undefined): Assignee | undefined {
  const [kind, id] = typeof value === 'string' ? value.split(':') : []
  return kind === 'member' || kind === 'team' ? { kind, id: Number(id) } : undefined
}

function toStatus(value: unknown): IssueStatus {
  return value === 'resolved' || value === 'ignored' ? value : 'unresolved'
}

function toSubstatus(value: unknown): IssueSubstatus {
  return value === 'new' || value === 'regressed' ? value : 'ongoing'
}
