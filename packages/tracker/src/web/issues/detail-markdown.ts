import {
  absoluteTime,
  clip,
  eventMarkdown,
  fence,
  safeText,
  type IssueFacts,
  type MarkdownSize,
} from '@culprit/view'
import type { AttachmentView } from './attachment-view.ts'
import type { DetailModel } from './detail-model.ts'
import { ownersText } from '../people/owners-view.ts'
import { groupingText } from './grouping-view.ts'

/** Returns an issue and the event shown as Markdown; `baseUrl` makes its link absolute. */
export function detailMarkdown(
  { issue, event, grouping, attachments, reports, owners }: DetailModel,
  baseUrl: string,
  size: MarkdownSize,
): string {
  const facts: IssueFacts = {
    shortId: issue.shortId,
    url: `${baseUrl}${issue.href}`,
    status: issue.substatus ?? issue.status,
    count: issue.count,
    users: issue.userCount,
    firstSeen: issue.firstSeen,
    lastSeen: issue.lastSeen,
    grouping: groupingText(grouping),
    more: [
      { name: 'Owners', body: ownersText(owners) },
      { name: 'What users wrote', body: reportsText(reports, size) },
      { name: 'Attachments', body: attachments.map(attachmentLine).join('\n') },
    ],
  }
  if (event) return eventMarkdown(event.view, facts, size)
  return `# Error report ${facts.shortId}\n\nNo event is stored any more. Seen ${facts.count} times, last ${absoluteTime(facts.lastSeen)}. ${facts.url}\n${moreText(facts)}\n## Why grouped here\n\n${fence(safeText(groupingText(grouping)))}\n`
}

/** The sections that need no event; each stands in a fence that it cannot close. */
function moreText({ more = [] }: IssueFacts): string {
  const written = more.filter(({ body }) => body !== '')
  return written.map(({ name, body }) => `\n## ${name}\n\n${fence(safeText(body))}\n`).join('')
}

/** Reports and characters of each that are written. */
const reportBounds: Readonly<Record<MarkdownSize, readonly [reports: number, characters: number]>> = {
  short: [3, 500],
  full: [50, 2000],
}

function reportsText(reports: DetailModel['reports'], size: MarkdownSize): string {
  const [count, characters] = reportBounds[size]
  const written = reports
    .slice(0, count)
    .map(
      ({ name, email, received, comments }) =>
        `${clip(name, 100)} <${clip(email, 100)}>, ${absoluteTime(received)}\n${clip(comments, characters)}`,
    )
  return written.join('\n\n')
}

function attachmentLine({ name, kind, type, bytes, stored }: AttachmentView): string {
  const kept = stored ? 'kept, not scrubbed' : 'only name and size kept'
  return `${clip(name, 200)}  ${clip(kind, 60)}  ${clip(type, 100)}  ${bytes} bytes  ${kept}`
}

/** Reads the `size` parameter: `full`, or `short` for anything else. */
export function parseMarkdownSize(value: string | null): MarkdownSize {
  return value === 'full' ? 'full' : 'short'
}
