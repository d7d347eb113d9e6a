import type { Level } from '@culprit/wire'
import type { ExceptionValue, StackFrame, StackTrace, StoredEvent, UserInfo } from '../domain/event.ts'
import type { Instant } from '../domain/instant.ts'
import { shortIdOf, type Issue } from '../domain/issue.ts'
import type { Project } from '../domain/project.ts'
import type { Alert } from '../domain/alert.ts'
import type { FooterLink } from './notice-mail.ts'
import { plainText } from './plain-text.ts'
import { previewValue } from './preview-value.ts'

/** What a mail about an issue says: the one view model that subject, text and HTML are rendered from. */
export interface IssueMail {
  readonly trigger: Alert['trigger']
  readonly ruleName: string
  /** Why the rule fired, in one sentence. */
  readonly reason: string
  readonly projectName: string
  readonly shortId: string
  readonly title: string
  readonly culprit: string
  readonly level: Level
  readonly environment?: string | undefined
  readonly release?: string | undefined
  readonly serverName?: string | undefined
  /** The raised error first, then its causes. At most 5. */
  readonly errors: readonly MailError[]
  /** In-app frames of the raised error, the crashing one first. At most 8; all frames when none is in-app. */
  readonly frames: readonly MailFrame[]
  readonly framesLeftOut: number
  /** Local variables of the crashing frame. At most 20, each cut at 200 characters. */
  readonly locals: readonly MailPair[]
  readonly localsLeftOut: number
  /** `POST https://shop.example/checkout`. */
  readonly request?: string | undefined
  readonly user?: string | undefined
  readonly tags: readonly MailPair[]
  readonly count: number
  readonly users?: number | undefined
  readonly firstSeen: Instant
  readonly lastSeen: Instant
  readonly happenedAt: Instant
  readonly eventId: string
  /** The issue's page. */
  readonly link: string
  /** The page of this very event. */
  readonly eventLink: string
  /** What the reader can do about mails like this. */
  readonly footer: readonly FooterLink[]
}

interface MailError {
  readonly type: string
  readonly value: string
}

export interface MailFrame {
  readonly function: string
  /** `src/checkout.ts:42:7`. */
  readonly place: string
  readonly source?: string | undefined
}

interface MailPair {
  readonly name: string
  readonly value: string
}

export interface IssueMailInput {
  readonly alert: Pick<Alert, 'trigger' | 'ruleName' | 'reason'>
  readonly project: Project
  readonly issue: Issue & { readonly userCount?: number | undefined }
  readonly event: StoredEvent
  /** Without a trailing slash. */
  readonly baseUrl: string
  /** @default none */
  readonly footer?: readonly FooterLink[] | undefined
}

const max = { errors: 5, frames: 8, locals: 20, tags: 12, name: 80, value: 200, line: 200, message: 1000 }

/** Returns what the mail about an issue says, every list and text bounded, control characters made harmless. */
export function toIssueMail(input: IssueMailInput): IssueMail {
  const { issue, event, project, baseUrl } = input
  const shortId = shortIdOf(project.slug, issue.number)
  const raised = event.exceptions.at(-1)
  const stack = raised?.stack ?? event.stack ?? event.threads.find((thread) => thread.crashed === true)?.stack
  const frames = mailFrames(stack)
  const locals = Object.entries(crashingFrame(stack)?.vars ?? {})
  const link = `${baseUrl}/issues/${encodeURIComponent(shortId)}`
  return {
    trigger: input.alert.trigger,
    ruleName: plainText(input.alert.ruleName, max.line),
    reason: plainText(input.alert.reason, max.message),
    projectName: plainText(project.name, max.name),
    shortId,
    title: plainText(issue.title, max.line),
    culprit: plainText(issue.culprit, max.line),
    level: issue.level,
    environment: short(event.environment),
    release: short(event.release),
    serverName: short(event.serverName),
    errors: event.exceptions.toReversed().slice(0, max.errors).map(mailError),
    frames: frames.slice(0, max.frames),
    framesLeftOut: Math.max(0, frames.length - max.frames),
    locals: locals.slice(0, max.locals).map(([name, value]) => pair(name, previewValue(value, max.value))),
    localsLeftOut: Math.max(0, locals.length - max.locals),
    request: requestLine(event),
    user: event.user && userLine(event.user),
    tags: event.tags.slice(0, max.tags).map(([name, value]) => pair(name, value)),
    count: issue.count,
    users: issue.userCount,
    firstSeen: issue.firstSeen,
    lastSeen: issue.lastSeen,
    happenedAt: event.timestamp,
    eventId: event.id,
    link,
    eventLink: `${link}/events/${event.id}`,
    footer: input.footer ?? [],
  }
}

function mailError(error: ExceptionValue): MailError {
  return {
    type: plainText(error.type ?? 'Error', max.line),
    value: plainText(error.value ?? '', max.message),
  }
}

/** The crashing frame for a reader is the innermost one of their own code; a library's frame only when none is. */
function crashingFrame(stack: StackTrace | undefined): StackFrame | undefined {
  return stack?.frames.findLast((frame) => frame.inApp) ?? stack?.frames.at(-1)
}

function mailFrames(stack: StackTrace | undefined): readonly MailFrame[] {
  const all = stack?.frames ?? []
  const own = all.filter((frame) => frame.inApp)
  return (own.length > 0 ? own : all).toReversed().map(mailFrame)
}

function mailFrame(frame: StackFrame): MailFrame {
  const position = [frame.line, frame.column].filter((part) => part !== undefined)
  const file = frame.filename ?? frame.absPath ?? frame.module ?? '<unknown>'
  return {
    function: plainText(frame.function ?? '<anonymous>', max.line),
    place: plainText([file, ...position].join(':'), max.line),
    source:
      frame.text === undefined || frame.text.trim() === ''
        ? undefined
        : plainText(frame.text.trim(), max.line),
  }
}

function requestLine(event: StoredEvent): string | undefined {
  const { method, url } = event.request ?? {}
  return url === undefined ? undefined : plainText(`${method ?? 'GET'} ${url}`, 2 * max.line)
}

function userLine(user: UserInfo): string | undefined {
  const parts = [user.name, user.username, user.email, user.id && `id ${user.id}`, user.ip].filter(
    (part) => part !== undefined && part !== '',
  )
  return parts.length === 0 ? undefined : plainText([...new Set(parts)].join(' · '), max.line)
}

function pair(name: string, value: string): MailPair {
  return { name: plainText(name, max.name), value: plainText(value, max.value) }
}

function short(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : plainText(text, max.line)
}
