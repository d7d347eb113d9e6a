import type { StoredEvent } from '../domain/event.ts'
import type { Issue } from '../domain/issue.ts'
import type { Project } from '../domain/project.ts'
import type { Mail } from '../ports/mailer.ts'
import type { OutboxRow } from '../ports/outbox-store.ts'
import { toIssueMail } from './issue-mail.ts'
import { renderHtml } from './render-html.tsx'
import { renderSubject } from './render-subject.ts'
import { renderText } from './render-text.ts'

/** What a mail is made from. */
export interface MailSubject {
  readonly project: Project
  readonly issue: Issue
  readonly event: StoredEvent
}

export interface RenderMailDeps {
  /** Undefined when the issue or its event is gone. */
  readonly loadEvent: (projectId: number, eventId: string, issueId: number) => Promise<MailSubject | undefined>
  /** Without a trailing slash; asked each time, since it follows from the port. */
  readonly baseUrl: () => string
}

/**
 * Returns a function that renders the mail of an outbox row. The Message-ID is the same each time a row is rendered,
 * so a receiver can drop a repeated delivery; all mails about one issue refer to one root and show as one thread.
 */
export function createMailRenderer(deps: RenderMailDeps): (row: OutboxRow) => Promise<Mail | undefined> {
  return async (row) => {
    const subject = await deps.loadEvent(row.projectId, row.eventId, row.issueId)
    if (subject === undefined) return undefined
    const baseUrl = deps.baseUrl()
    const mail = toIssueMail({ kind: row.kind, baseUrl, ...subject })
    const domain = domainOf(baseUrl)
    return {
      to: row.recipient,
      subject: renderSubject(mail),
      text: renderText(mail),
      html: renderHtml(mail),
      messageId: `<${row.eventId}.${row.id}@${domain}>`,
      references: [`<issue.${subject.project.id}.${subject.issue.id}.${subject.issue.hash.slice(0, 16)}@${domain}>`],
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Culprit-Issue': mail.shortId,
        'X-Culprit-Event': row.eventId,
        'List-Id': `${subject.project.slug} <${subject.project.slug}.${domain}>`,
      },
    }
  }
}

/** Mail domains may not be bare addresses or hold a port. */
function domainOf(baseUrl: string): string {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : ''
  return /^[a-z0-9.-]*[a-z][a-z0-9.-]*$/i.test(host) ? host : 'culprit.localhost'
}
