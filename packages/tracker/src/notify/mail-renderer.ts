import type { Alert } from '../domain/alert.ts'
import type { Mail } from '../ports/mailer.ts'
import type { OutboxRow } from '../ports/outbox-store.ts'
import type { ReadModels } from '../ports/read-models.ts'
import { toIssueMail, type IssueMailInput } from './issue-mail.ts'
import { renderHtml } from './render-html.tsx'
import { renderSubject } from './render-subject.ts'
import { renderText } from './render-text.ts'

type MailSubject = Pick<IssueMailInput, 'project' | 'issue' | 'event'>

export interface MailRendererDeps {
  readonly reads: Pick<ReadModels, 'projects' | 'issueById' | 'eventOfIssue'>
  /** Without a trailing slash. */
  readonly baseUrl: string
}

/**
 * Returns a function that renders the mail of an outbox row. The Message-ID is the same each time a row is rendered,
 * so a receiver can drop a repeated delivery; all mails about one issue refer to one root and show as one thread.
 */
export function createMailRenderer(deps: MailRendererDeps): (row: OutboxRow) => Promise<Mail | undefined> {
  return async (row) => {
    const { message, destination } = row
    if (message.kind !== 'alert' || destination.kind !== 'mail') return undefined
    const { alert } = message
    const subject = await load(deps.reads, alert)
    if (subject === undefined) return undefined
    const mail = toIssueMail({ alert, baseUrl: deps.baseUrl, ...subject })
    const domain = domainOf(deps.baseUrl)
    return {
      to: destination.address,
      subject: renderSubject(mail),
      text: renderText(mail),
      html: renderHtml(mail),
      messageId: `<${subject.event.id}.${row.id}@${domain}>`,
      references: [
        `<issue.${subject.project.id}.${subject.issue.id}.${subject.issue.hash.slice(0, 16)}@${domain}>`,
      ],
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Culprit-Issue': mail.shortId,
        'X-Culprit-Event': subject.event.id,
        'X-Culprit-Rule': headerText(mail.ruleName),
        'List-Id': `${subject.project.slug} <${subject.project.slug}.${domain}>`,
      },
    }
  }
}

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

/** Headers of one's own are not encoded by mailers: what is not ASCII is left out. */
function headerText(text: string): string {
  return text.replaceAll(/[^ -~]+/g, '?').slice(0, 200)
}

/** Mail domains may not be bare addresses or hold a port. */
function domainOf(baseUrl: string): string {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : ''
  return /^[a-z0-9.-]*[a-z][a-z0-9.-]*$/i.test(host) ? host : 'culprit.localhost'
}
