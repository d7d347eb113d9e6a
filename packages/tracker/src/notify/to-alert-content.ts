import type { StackFrame, StoredEvent } from '../domain/event.ts'
import { shortIdOf, type Issue } from '../domain/issue.ts'
import type { Instant } from '../domain/instant.ts'
import type { Project } from '../domain/project.ts'
import type { AlertContent } from './alert-content.ts'
import { plainText } from './plain-text.ts'

type AboutIssue = Issue & { readonly userCount?: number | undefined }

export interface AlertContentInput {
  readonly kind: AlertContent['kind']
  readonly at: Instant
  readonly rule: AlertContent['rule']
  readonly reason: string
  readonly project: Project
  /** Undefined for an alert about the project as a whole. */
  readonly issue?: AboutIssue | undefined
  /** Undefined when it is no longer stored, or when no event was the cause. */
  readonly event?: StoredEvent | undefined
  /** Without a trailing slash. */
  readonly baseUrl: string
  /** Path of the page where the rule is changed. */
  readonly rulePath: string
}

const max = { name: 80, line: 300, value: 1000, tags: 12 }

/** Returns what an alert about an issue says, every text one bounded line. */
export function toAlertContent(input: AlertContentInput): AlertContent {
  const { project, issue, event, baseUrl, rule } = input
  const issues = `${baseUrl}/issues`
  const link = issue && `${issues}/${encodeURIComponent(shortIdOf(project.slug, issue.number))}`
  return {
    kind: input.kind,
    at: input.at,
    rule: { id: rule.id, name: plainText(rule.name, max.name) },
    reason: plainText(input.reason, max.line),
    project: { id: project.id, slug: project.slug, name: plainText(project.name, max.name) },
    issue: issue && alertIssue(project, issue),
    event: event && alertEvent(event),
    tags: (event?.tags ?? [])
      .slice(0, max.tags)
      .map(([name, value]) => [plainText(name, max.name), plainText(value, max.line)] as const),
    links: {
      subject: link ?? issues,
      event: link && event && `${link}/events/${event.id}`,
      rule: `${baseUrl}${input.rulePath}`,
    },
  }
}

function alertIssue(project: Project, issue: AboutIssue): NonNullable<AlertContent['issue']> {
  const { type, value } = issue.metadata
  return {
    id: issue.id,
    shortId: shortIdOf(project.slug, issue.number),
    title: plainText(issue.title, max.line) || '(no title)',
    culprit: plainText(issue.culprit, max.line),
    level: issue.level,
    status: issue.status,
    type: short(type),
    value: value === undefined ? undefined : plainText(value, max.value),
    count: issue.count,
    userCount: issue.userCount ?? 0,
    firstSeen: issue.firstSeen,
    lastSeen: issue.lastSeen,
  }
}

function alertEvent(event: StoredEvent): NonNullable<AlertContent['event']> {
  return {
    id: event.id,
    at: event.timestamp,
    environment: short(event.environment),
    release: short(event.release),
    request: requestLine(event),
    place: placeOf(event),
  }
}

function requestLine({ request }: StoredEvent): string | undefined {
  if (request?.url === undefined) return undefined
  // The query may hold what nobody wants in a chat; the issue's page has it, scrubbed.
  return plainText(`${request.method ?? 'GET'} ${request.url.split(/[?#]/)[0] ?? ''}`, max.line)
}

/** The innermost frame of one's own code; a library's frame only when there is none. */
function placeOf(event: StoredEvent): string | undefined {
  const stack = event.exceptions.at(-1)?.stack ?? event.stack
  const frame = stack?.frames.findLast((each) => each.inApp) ?? stack?.frames.at(-1)
  return frame && plainText(`${frame.function ?? '<anonymous>'} (${position(frame)})`, max.line)
}

function position({ filename, absPath, module, line, column }: StackFrame): string {
  const file = filename ?? absPath ?? module ?? '<unknown>'
  return [file, line, column].filter((part) => part !== undefined).join(':')
}

function short(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : plainText(text, max.line)
}
