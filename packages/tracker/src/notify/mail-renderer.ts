import type { Alert } from '../domain/alert.ts'
import type { Project } from '../domain/project.ts'
import type { Mail } from '../ports/mailer.ts'
import type { OutboxRow } from '../ports/outbox-store.ts'
import type { ReadModels } from '../ports/read-models.ts'
import { toDigestMail } from './digest-mail.ts'
import { toIssueMail, type IssueMailInput } from './issue-mail.ts'
import { createLetterhead, type Letterhead } from './letterhead.ts'
import type { NoticeMail } from './notice-mail.ts'
import { renderHtml } from './render-html.tsx'
import { renderNoticeHtml, renderNoticeText } from './render-notice.tsx'
import { renderSubject } from './render-subject.ts'
import { renderText } from './render-text.ts'
import { toSilenceMail } from './silence-mail.ts'
import { toWeeklyMail } from './weekly-mail.ts'

export interface MailRendererDeps {
  readonly reads: Pick<
    ReadModels,
    'projects' | 'issueById' | 'eventOfIssue' | 'alertsOfDigest' | 'weekOfProjects'
  >
  /** Without a trailing slash. */
  readonly baseUrl: string
  /** Signs the links that need no signing in. */
  readonly linkKey: Uint8Array
}

/**
 * Returns a function that renders the mail of an outbox row; undefined when what it is about is gone. The Message-ID is
 * the same each time a row is rendered, so a receiver can drop a repeated delivery; all mails about one issue refer to
 * one root and show as one thread.
 */
export function createMailRenderer(deps: MailRendererDeps): (row: OutboxRow) => Promise<Mail | undefined> {
  const head = createLetterhead(deps)
  return async (row) => {
    const { message, destination } = row
    if (destination.kind !== 'mail') return undefined
    const to = destination.address
    switch (message.kind) {
      case 'alert':
        return renderAlert(deps, head, { row, to, alert: message.alert })
      case 'digest':
        return renderDigest(deps, head, { row, to, projectId: message.projectId })
      case 'weekly':
        return renderWeekly(deps, head, { row, to, since: message.since })
      case 'resolved':
        return undefined
    }
  }
}

interface Addressed {
  readonly row: OutboxRow
  readonly to: string
}

async function renderAlert(
  deps: MailRendererDeps,
  head: Letterhead,
  { row, to, alert }: Addressed & { readonly alert: Alert },
): Promise<Mail | undefined> {
  if (alert.issueId === undefined) return renderSilence(deps, head, { row, to, alert })
  const subject = await load(deps.reads, alert)
  if (subject === undefined) return undefined
  const { project, issue, event } = subject
  const footer = head.footer({ to, projectId: project.id, issueId: issue.id })
  const mail = toIssueMail({ alert, baseUrl: deps.baseUrl, footer, ...subject })
  const root = `issue.${project.id}.${issue.id}.${issue.hash.slice(0, 16)}`
  const own = { 'X-Culprit-Issue': mail.shortId, 'X-Culprit-Event': event.id }
  return {
    to,
    subject: renderSubject(mail),
    text: renderText(mail),
    html: renderHtml(mail),
    messageId: head.id(`${event.id}.${row.id}`),
    references: [head.id(root)],
    headers: { ...head.headers({ to, project, ruleName: mail.ruleName }), ...own },
  }
}

async function renderSilence(
  { reads, baseUrl }: MailRendererDeps,
  head: Letterhead,
  { row, to, alert }: Addressed & { readonly alert: Alert },
): Promise<Mail | undefined> {
  const [project] = await reads.projects([alert.projectId])
  if (!project) return undefined
  const notice = toSilenceMail({
    alert,
    project,
    baseUrl,
    footer: head.footer({ to, projectId: project.id }),
  })
  return renderNotice(notice, head, { row, to, project, ruleName: alert.ruleName })
}

/** A digest of one alert is that alert. */
async function renderDigest(
  deps: MailRendererDeps,
  head: Letterhead,
  { row, to, projectId }: Addressed & { readonly projectId: number },
): Promise<Mail | undefined> {
  const [[project], content] = await Promise.all([
    deps.reads.projects([projectId]),
    deps.reads.alertsOfDigest([projectId], row.id),
  ])
  const [only] = content.lines
  if (!project || !only) return undefined
  if (content.total === 1) return renderAlert(deps, head, { row, to, alert: only.alert })
  const notice = toDigestMail({
    project,
    content,
    baseUrl: deps.baseUrl,
    footer: head.footer({ to, projectId }),
    switchOn: head.digestsLink(to),
  })
  return renderNotice(notice, head, { row, to, project })
}

async function renderWeekly(
  { reads, baseUrl }: MailRendererDeps,
  head: Letterhead,
  { row, to }: Addressed & { readonly since: number },
): Promise<Mail | undefined> {
  const weeks = await reads.weekOfProjects(row.createdAt)
  const notice = toWeeklyMail({ weeks, baseUrl, footer: [] })
  return renderNotice(notice, head, { row, to })
}

interface NoticeParts extends Addressed {
  readonly project?: Project | undefined
  readonly ruleName?: string | undefined
}

function renderNotice(
  notice: NoticeMail,
  head: Letterhead,
  { row, to, project, ruleName }: NoticeParts,
): Mail {
  return {
    to,
    subject: notice.subject,
    text: renderNoticeText(notice),
    html: renderNoticeHtml(notice),
    messageId: head.id(`${row.message.kind}.${row.id}`),
    references: [],
    headers: head.headers({ to, project, ruleName }),
  }
}

type MailSubject = Pick<IssueMailInput, 'project' | 'issue' | 'event'>

async function load(reads: MailRendererDeps['reads'], alert: Alert): Promise<MailSubject | undefined> {
  const { projectId, issueId, eventId } = alert
  if (issueId === undefined || eventId === undefined) return undefined
  const scope = [projectId]
  const [projects, issue, detail] = await Promise.all([
    reads.projects(scope),
    reads.issueById(scope, issueId),
    reads.eventOfIssue(scope, issueId, eventId),
  ])
  const project = projects[0]
  return project && issue && detail && { project, issue, event: detail.event }
}
