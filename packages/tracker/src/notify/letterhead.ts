import type { Project } from '../domain/project.ts'
import { mailLinkUrl, type MailLink } from './mail-link.ts'
import type { FooterLink } from './notice-mail.ts'

/** What all mails have in common: ids, headers, and the links at their end. */
export interface Letterhead {
  /** Returns a Message-ID of this installation. */
  id(name: string): string
  headers(about: {
    readonly to: string
    readonly project?: Project | undefined
    readonly ruleName?: string | undefined
  }): Readonly<Record<string, string>>
  footer(about: {
    readonly to: string
    readonly projectId: number
    readonly issueId?: number | undefined
  }): readonly FooterLink[]
  digestsLink(to: string): FooterLink
}

interface LetterheadOptions {
  readonly baseUrl: string
  readonly linkKey: Uint8Array
}

/** Returns the letterhead of an installation. */
export function createLetterhead({ baseUrl, linkKey }: LetterheadOptions): Letterhead {
  const domain = domainOf(baseUrl)
  const link = (to: MailLink): string => mailLinkUrl(baseUrl, to, linkKey)
  return {
    id: (name) => `<${name}@${domain}>`,
    headers: ({ to, project, ruleName }) => ({
      'Auto-Submitted': 'auto-generated',
      ...(ruleName === undefined ? {} : { 'X-Culprit-Rule': headerText(ruleName) }),
      ...(project === undefined
        ? {}
        : {
            'List-Id': `${project.slug} <${project.slug}.${domain}>`,
            // One click in the mail program: https://www.rfc-editor.org/rfc/rfc8058
            'List-Unsubscribe': `<${link({ do: 'unsubscribe', address: to, projectId: project.id })}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
    }),
    footer: ({ to, projectId, issueId }) => [
      ...(issueId === undefined
        ? []
        : [{ label: 'Mute this issue', href: link({ do: 'mute', projectId, issueId }) }]),
      { label: 'Unsubscribe', href: link({ do: 'unsubscribe', address: to, projectId }) },
    ],
    digestsLink: (address) => ({
      label: 'Send me repeats as digests from now on',
      href: link({ do: 'digests', address, on: true }),
    }),
  }
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
