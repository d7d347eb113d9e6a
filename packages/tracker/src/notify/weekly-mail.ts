import type { WeekOfProject } from '../ports/alert-reads.ts'
import type { FooterLink, NoticeMail } from './notice-mail.ts'
import { plainText } from './plain-text.ts'

export interface WeeklyMailInput {
  readonly weeks: readonly WeekOfProject[]
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly footer: readonly FooterLink[]
}

/** Returns the weekly report: events, new issues and the loudest issues of each project. */
export function toWeeklyMail({ weeks, baseUrl, footer }: WeeklyMailInput): NoticeMail {
  const events = weeks.reduce((sum, week) => sum + week.events, 0)
  const created = weeks.reduce((sum, week) => sum + week.newIssues, 0)
  const title = `${events} ${events === 1 ? 'event' : 'events'}, ${created} new ${created === 1 ? 'issue' : 'issues'}`
  return {
    subject: `The week: ${title}`,
    headline: 'Weekly report',
    title,
    paragraphs: weeks.map(
      ({ projectName, events: own, eventsBefore, newIssues, open }) =>
        `${plainText(projectName, 80)}: ${own} events (${eventsBefore} the week before), ${newIssues} new issues, ${open} open.`,
    ),
    lines: weeks.flatMap(({ loudest }) =>
      loudest.map(({ shortId, title: issue, events: own }) => ({
        text: `${shortId} ${plainText(issue, 120)}`,
        detail: `${own} ${own === 1 ? 'event' : 'events'} this week`,
        link: `${baseUrl}/issues/${encodeURIComponent(shortId)}`,
      })),
    ),
    button: { label: 'Open the issues', href: `${baseUrl}/issues` },
    footer,
  }
}
