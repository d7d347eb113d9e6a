import { digestDelays, type FoldReason } from '../domain/message-budget.ts'
import { minuteMs } from '../domain/instant.ts'
import type { Project } from '../domain/project.ts'
import type { DigestContent, DigestLine } from '../ports/alert-reads.ts'
import type { FooterLink, NoticeLine, NoticeMail } from './notice-mail.ts'
import { plainText } from './plain-text.ts'

export interface DigestMailInput {
  readonly project: Project
  readonly content: DigestContent
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly footer: readonly FooterLink[]
  /** Switches digests on; in a mail that tells of a flood. */
  readonly switchOn?: FooterLink | undefined
}

/** Returns the mail that tells several alerts at once, and how many of them it leaves out. */
export function toDigestMail({ project, content, baseUrl, footer, switchOn }: DigestMailInput): NoticeMail {
  const { total, lines, reasons } = content
  const listed = lines.reduce((sum, { alerts }) => sum + alerts, 0)
  const name = plainText(project.name, 40)
  const issues = new Set(lines.map(({ issue }) => issue?.shortId)).size
  return {
    subject: `[${name}] ${total} alerts about ${total > listed ? 'at least ' : ''}${issues} ${issues === 1 ? 'issue' : 'issues'}`,
    headline: `Digest of ${name}`,
    title: `${total} alerts`,
    paragraphs: [
      ...reasons.flatMap((reason) => (isReason(reason) ? [whyWords[reason]] : [])),
      ...(total > listed
        ? [`The first ${listed} are listed by rule and issue; ${total - listed} are left out.`]
        : []),
    ],
    lines: lines.map((line) => toLine(line, baseUrl)),
    button: { label: 'Open the issues', href: `${baseUrl}/issues` },
    footer: [...(switchOn && reasons.includes('flood') ? [switchOn] : []), ...footer],
  }
}

const most = digestDelays.most / minuteMs

const whyWords: Readonly<Record<FoldReason, string>> = {
  flood: `There were more alerts than you are mailed one by one in an hour. What passed that is told here, at most every ${digestDelays.least / minuteMs} to ${most} minutes.`,
  repeat: 'These are repeats; the first alert about an issue was mailed at once.',
  'quiet-hours': 'These came in quiet hours.',
}

function isReason(text: string): text is FoldReason {
  return Object.hasOwn(whyWords, text)
}

function toLine({ alert, alerts, issue }: DigestLine, baseUrl: string): NoticeLine {
  const rule = plainText(alert.ruleName, 80)
  const times = alerts === 1 ? '' : ` (${alerts} times)`
  const reason = plainText(alert.reason, 300)
  if (!issue) return { text: `${rule}${times}`, detail: reason }
  const users = issue.userCount > 0 ? `, ${issue.userCount} ${issue.userCount === 1 ? 'user' : 'users'}` : ''
  return {
    text: `${issue.shortId} ${plainText(issue.title, 120)}`,
    detail: `${rule}${times}: ${reason} ${issue.count} ${issue.count === 1 ? 'event' : 'events'}${users} in all.`,
    link: `${baseUrl}/issues/${encodeURIComponent(issue.shortId)}`,
  }
}
