import type { DigestLine } from '../ports/alert-reads.ts'
import type { OutboxRow } from '../ports/outbox-store.ts'
import type { ReadModels } from '../ports/read-models.ts'
import type { AlertContent, DigestEntry } from './alert-content.ts'
import { plainText } from './plain-text.ts'
import { toAlertContent } from './to-alert-content.ts'

export interface ChannelContentDeps {
  readonly reads: Pick<ReadModels, 'projects' | 'issueById' | 'eventOfIssue' | 'alertsOfDigest'>
  /** Without a trailing slash. */
  readonly baseUrl: string
}

/** What a row says, before its project, issue and event are read. */
type Subject = Pick<AlertContent, 'kind' | 'at' | 'rule' | 'reason'> & {
  readonly projectId: number
  readonly issueId?: number | undefined
  readonly eventId?: string | undefined
}

/** Returns a function that reads what a row of the outbox says to a destination. */
export function createChannelContent(
  deps: ChannelContentDeps,
): (row: OutboxRow) => Promise<AlertContent | undefined> {
  return async (row) => {
    const { message } = row
    if (message.kind === 'digest') return loadDigest(deps, row, message.projectId)
    const subject = subjectOf(row)
    return subject && load(deps, subject)
  }
}

function subjectOf({ message, createdAt }: OutboxRow): Subject | undefined {
  switch (message.kind) {
    case 'alert': {
      const { ruleId, ruleName, ...alert } = message.alert
      return { ...alert, kind: 'fired', rule: { id: ruleId, name: ruleName } }
    }
    case 'resolved':
      return {
        ...message,
        at: createdAt,
        rule: { id: 0, name: 'Resolved' },
        reason: 'The issue was resolved.',
      }
    case 'digest':
    case 'weekly':
      return undefined
  }
}

async function load(
  { reads, baseUrl }: ChannelContentDeps,
  subject: Subject,
): Promise<AlertContent | undefined> {
  const { projectId, issueId, eventId } = subject
  const scope = [projectId]
  const [projects, issue, detail] = await Promise.all([
    reads.projects(scope),
    issueId === undefined ? undefined : reads.issueById(scope, issueId),
    issueId === undefined || eventId === undefined ? undefined : reads.eventOfIssue(scope, issueId, eventId),
  ])
  const [project] = projects
  if (project === undefined || (issueId !== undefined && issue === undefined)) return undefined
  const rulePath = subject.rule.id === 0 ? '/alerts' : `/alerts/rules/${subject.rule.id}`
  return toAlertContent({ ...subject, project, issue, event: detail?.event, baseUrl, rulePath })
}

async function loadDigest(
  { reads, baseUrl }: ChannelContentDeps,
  { id, createdAt }: OutboxRow,
  projectId: number,
): Promise<AlertContent | undefined> {
  const [[project], digest] = await Promise.all([
    reads.projects([projectId]),
    reads.alertsOfDigest([projectId], id),
  ])
  if (project === undefined || digest.total === 0) return undefined
  const content = toAlertContent({
    kind: 'fired',
    at: createdAt,
    rule: { id: 0, name: 'Digest' },
    reason: digest.total === 1 ? 'One alert was gathered.' : `${digest.total} alerts were gathered.`,
    project,
    baseUrl,
    rulePath: '/alerts',
  })
  const entries = digest.lines.map((line) => digestEntry(line, baseUrl))
  return { ...content, digest: { alerts: digest.total, entries } }
}

function digestEntry({ alert, alerts, issue }: DigestLine, baseUrl: string): DigestEntry {
  return {
    issue: issue && {
      shortId: issue.shortId,
      link: `${baseUrl}/issues/${encodeURIComponent(issue.shortId)}`,
    },
    title: plainText(issue?.title ?? alert.reason, 120),
    rule: plainText(alert.ruleName, 60),
    alerts,
    events: issue?.count,
    users: issue?.userCount,
  }
}
