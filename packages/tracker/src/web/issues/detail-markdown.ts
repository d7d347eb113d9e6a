import {
  absoluteTime,
  eventMarkdown,
  fence,
  safeText,
  type IssueFacts,
  type MarkdownSize,
} from '@culprit/view'
import type { DetailModel } from './detail-model.ts'
import { groupingText } from './grouping-view.ts'

/** Returns an issue and the event shown as Markdown; `baseUrl` makes its link absolute. */
export function detailMarkdown(
  { issue, event, grouping }: DetailModel,
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
  }
  if (event) return eventMarkdown(event.view, facts, size)
  return `# Error report ${facts.shortId}\n\nNo event is stored any more. Seen ${facts.count} times, last ${absoluteTime(facts.lastSeen)}. ${facts.url}\n\n## Why grouped here\n\n${fence(safeText(groupingText(grouping)))}\n`
}

/** Reads the `size` parameter: `full`, or `short` for anything else. */
export function parseMarkdownSize(value: string | null): MarkdownSize {
  return value === 'full' ? 'full' : 'short'
}
