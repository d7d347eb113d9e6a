import type { Alert } from '../domain/alert.ts'
import type { Project } from '../domain/project.ts'
import type { FooterLink, NoticeMail } from './notice-mail.ts'
import { plainText } from './plain-text.ts'

export interface SilenceMailInput {
  readonly alert: Alert
  readonly project: Project
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly footer: readonly FooterLink[]
}

/** Returns the mail about a project from which nothing came. */
export function toSilenceMail({ alert, project, baseUrl, footer }: SilenceMailInput): NoticeMail {
  const name = plainText(project.name, 40)
  const rule = plainText(alert.ruleName, 200)
  return {
    subject: `[${name}] ${plainText(alert.reason, 100)} (silence)`,
    headline: `No events in ${name}`,
    title: plainText(alert.reason, 200),
    paragraphs: [
      `Rule: ${rule}`,
      'Either nothing failed, or the application does not run or does not report any more.',
    ],
    lines: [],
    button: { label: 'Open the issues', href: `${baseUrl}/issues` },
    footer,
  }
}
