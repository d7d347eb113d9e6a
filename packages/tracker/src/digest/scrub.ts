import { FILTERED, isSecretCookie, isSecretHeader, type Redactor } from '@culprit/redact'
import type { Breadcrumb, ExceptionValue, Pair, RequestInfo, SecurityReport, StackTrace, StoredEvent, UserInfo } from '../domain/event.ts'
import type { Json, JsonObject } from '../domain/json.ts'
import { isObject } from './normalise/sent.ts'
import { createRedactionLog, type RedactionLog } from './redaction-log.ts'
import { ok, type StepResult } from './step.ts'

/**
 * Returns the step that removes secrets (protocol A13). It takes the event over: JSON parts are changed in place,
 * the rest is made anew. Never touched: file names and paths, the User-Agent, debug images; in messages, exception
 * values and source lines only the secret part is replaced.
 */
export function createScrub(redactor: Redactor): (event: StoredEvent) => StepResult<StoredEvent> {
  return (event) => {
    const log = createRedactionLog()
    const scrub: Scrub = { redactor, log }
    return ok({
      ...event,
      transaction: event.transaction === undefined ? undefined : scrubText(event.transaction, 'transaction', scrub),
      message: event.message && {
        template: event.message.template === undefined ? undefined : scrubText(event.message.template, 'message', scrub),
        params: event.message.params === undefined ? undefined : scrubJson(event.message.params, 'message.params', scrub),
        formatted: scrubText(event.message.formatted, 'message', scrub),
      },
      exceptions: event.exceptions.map((exception, index) => scrubException(exception, `exceptions.${index}`, scrub)),
      stack: event.stack && scrubStack(event.stack, 'stack', scrub),
      threads: event.threads.map((thread, index) =>
        thread.stack ? { ...thread, stack: scrubStack(thread.stack, `threads.${index}.stack`, scrub) } : thread,
      ),
      breadcrumbs: event.breadcrumbs.map((breadcrumb, index) => scrubBreadcrumb(breadcrumb, `breadcrumbs.${index}`, scrub)),
      request: event.request && scrubRequest(event.request, scrub),
      user: event.user && scrubUser(event.user, scrub),
      tags: scrubPairs(event.tags, redactor.isSecretKey, { path: 'tags', scrub }),
      contexts: scrubContexts(event.contexts, scrub),
      extra: scrubObject(event.extra, 'extra', scrub),
      security: event.security && scrubSecurity(event.security, scrub),
      redactions: log.list(),
    })
  }
}

interface Scrub {
  readonly redactor: Redactor
  readonly log: RedactionLog
}

function scrubText(text: string, path: string, { redactor, log }: Scrub): string {
  const kept = redactor.redactText(text)
  if (kept !== text) log.add(path, 'text')
  return kept
}

function scrubUrl(url: string, path: string, { redactor, log }: Scrub): string {
  const kept = redactor.redactText(redactor.redactUrl(url))
  if (kept !== url) log.add(path, 'url')
  return kept
}

function scrubJson(value: Json, path: string, { redactor, log }: Scrub): Json {
  const { value: kept, remarks } = redactor.redactJson(value, { path })
  for (const { path: place, rule } of remarks) log.add(place, rule)
  return kept
}

/** An object stays an object: should a rule replace it whole, its keys are gone and it is empty. */
function scrubObject(value: JsonObject, path: string, scrub: Scrub): JsonObject {
  const kept = scrubJson(value, path, scrub)
  return isObject(kept) ? kept : {}
}

function scrubException(exception: ExceptionValue, path: string, scrub: Scrub): ExceptionValue {
  const { value, mechanism, stack } = exception
  return {
    ...exception,
    value: value === undefined ? undefined : scrubText(value, `${path}.value`, scrub),
    mechanism: mechanism?.data === undefined ? mechanism : { ...mechanism, data: scrubJson(mechanism.data, `${path}.mechanism.data`, scrub) },
    stack: stack && scrubStack(stack, `${path}.stack`, scrub),
  }
}

function scrubStack(stack: StackTrace, path: string, scrub: Scrub): StackTrace {
  const frames = stack.frames.map((frame, index) => {
    const at = `${path}.frames.${index}`
    const vars = frame.vars && scrubObject(frame.vars, `${at}.vars`, scrub)
    const data = frame.data === undefined ? undefined : scrubJson(frame.data, `${at}.data`, scrub)
    const text = frame.text === undefined ? undefined : scrubText(frame.text, at, scrub)
    const pre = frame.pre && scrubLines(frame.pre, at, scrub)
    const post = frame.post && scrubLines(frame.post, at, scrub)
    const same = vars === frame.vars && data === frame.data && text === frame.text && pre === frame.pre && post === frame.post
    return same ? frame : { ...frame, vars, data, text, pre, post }
  })
  return { ...stack, frames }
}

/** One look at all lines together is much cheaper than one at each; most source has nothing to hide. */
function scrubLines(lines: readonly string[], path: string, scrub: Scrub): readonly string[] {
  const joined = lines.join('\n')
  if (scrub.redactor.redactText(joined) === joined) return lines
  return lines.map((line) => scrubText(line, path, scrub))
}

function scrubBreadcrumb(breadcrumb: Breadcrumb, path: string, scrub: Scrub): Breadcrumb {
  const { message, data } = breadcrumb
  if (message === undefined && data === undefined) return breadcrumb
  return {
    ...breadcrumb,
    message: message === undefined ? undefined : scrubText(message, `${path}.message`, scrub),
    data: data && scrubObject(data, `${path}.data`, scrub),
  }
}

function scrubRequest(request: RequestInfo, scrub: Scrub): RequestInfo {
  const { url, query, fragment, headers, cookies, env, body } = request
  return {
    ...request,
    url: url === undefined ? undefined : scrubUrl(url, 'request.url', scrub),
    query: scrubPairs(query, scrub.redactor.isSecretKey, { path: 'request.query', scrub }),
    fragment: fragment === undefined ? undefined : scrubUrl(fragment, 'request.fragment', scrub),
    headers: scrubPairs(headers, isSecretHeader, { path: 'request.headers', scrub, untouched: 'User-Agent' }),
    cookies: scrubPairs(cookies, isSecretCookie, { path: 'request.cookies', scrub }),
    env: scrubObject(env, 'request.env', scrub),
    body: body === undefined ? undefined : scrubJson(body, 'request.body', scrub),
  }
}

interface PairsRules {
  readonly path: string
  readonly scrub: Scrub
  /** The name whose value stays as it is. */
  readonly untouched?: string | undefined
}

function scrubPairs(pairs: readonly Pair[], isSecret: (name: string) => boolean, { path, scrub, untouched }: PairsRules): readonly Pair[] {
  return pairs.map((pair) => {
    const [name, value] = pair
    if (value === '' || name === untouched) return pair
    if (isSecret(name)) {
      scrub.log.add(`${path}.${name}`, 'key')
      return [name, FILTERED]
    }
    const kept = scrubUrl(value, `${path}.${name}`, scrub)
    return kept === value ? pair : [name, kept]
  })
}

function scrubUser(user: UserInfo, scrub: Scrub): UserInfo {
  return user.data ? { ...user, data: scrubObject(user.data, 'user.data', scrub) } : user
}

/** Each context by itself: its alias is no key to judge by, an `auth` context stays an object. */
function scrubContexts(contexts: StoredEvent['contexts'], scrub: Scrub): StoredEvent['contexts'] {
  const kept: [string, JsonObject][] = []
  for (const [alias, context] of Object.entries(contexts)) kept.push([alias, scrubObject(context, `contexts.${alias}`, scrub)])
  return Object.fromEntries(kept)
}

function scrubSecurity(security: SecurityReport, scrub: Scrub): SecurityReport {
  const { blocked, document, report } = security
  return {
    ...security,
    blocked: blocked === undefined ? undefined : scrubUrl(blocked, 'security.blocked', scrub),
    document: document === undefined ? undefined : scrubUrl(document, 'security.document', scrub),
    report: scrubObject(report, 'security.report', scrub),
  }
}
