import { type Bounds, FILTERED, type Redactor } from '@culprit/redact'
import type {
  Breadcrumb,
  ExceptionValue,
  Pair,
  RequestInfo,
  SecurityReport,
  StackFrame,
  StackTrace,
  StoredEvent,
  UserInfo,
} from '../domain/event.ts'
import type { Json, JsonObject } from '../domain/json.ts'
import { flatText, isList, isObject } from './normalise/sent.ts'
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
      transaction:
        event.transaction === undefined ? undefined : scrubText(event.transaction, 'transaction', scrub),
      message: event.message && {
        template:
          event.message.template === undefined
            ? undefined
            : scrubText(event.message.template, 'message', scrub),
        params:
          event.message.params === undefined
            ? undefined
            : scrubJson(event.message.params, 'message.params', scrub),
        formatted: scrubText(event.message.formatted, 'message', scrub),
      },
      exceptions: event.exceptions.map((exception, index) =>
        scrubException(exception, `exceptions.${index}`, scrub),
      ),
      stack: event.stack && scrubStack(event.stack, 'stack', scrub),
      threads: event.threads.map((thread, index) =>
        thread.stack
          ? { ...thread, stack: scrubStack(thread.stack, `threads.${index}.stack`, scrub) }
          : thread,
      ),
      breadcrumbs: scrubBreadcrumbs(event.breadcrumbs, scrub),
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

/** Normalising has cut what was too large; these bounds only keep the walk finite. */
const bounds: Bounds = { depth: 32, nodes: 1_000_000, string: 131_072, keys: 1_000, items: 10_000 }

function scrubText(text: string, path: string, { redactor, log }: Scrub): string {
  const kept = redactor.redactText(text)
  if (kept === text) return text
  log.add(path, 'text')
  return flatText(kept)
}

function scrubUrl(url: string, path: string, { redactor, log }: Scrub): string {
  const kept = redactor.redactText(redactor.redactUrl(url))
  if (kept !== url) log.add(path, 'url')
  return flatText(kept)
}

function scrubJson(value: Json, path: string, { redactor, log }: Scrub): Json {
  const { value: kept, remarks } = redactor.redactJson(value, { path, bounds })
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
    mechanism:
      mechanism?.data === undefined
        ? mechanism
        : { ...mechanism, data: scrubJson(mechanism.data, `${path}.mechanism.data`, scrub) },
    stack: stack && scrubStack(stack, `${path}.stack`, scrub),
  }
}

/** All variables of a stack in one walk: starting a walk costs as much as walking a small object. */
function scrubStack(stack: StackTrace, path: string, scrub: Scrub): StackTrace {
  const at = `${path}.frames`
  const vars = scrubList(
    stack.frames.map((frame) => frame.vars ?? null),
    at,
    scrub,
  )
  const data = scrubList(
    stack.frames.map((frame) => frame.data ?? null),
    at,
    scrub,
  )
  const frames = stack.frames.map((frame, index) => {
    const kept = withParts(frame, vars[index] ?? null, data[index] ?? null)
    // The source of installed packages and of the runtime is public; it is most of the lines.
    return frame.inApp ? scrubSource(kept, `${at}.${index}`, scrub) : kept
  })
  return { ...stack, frames }
}

function withParts(frame: StackFrame, vars: Json, data: Json): StackFrame {
  if (vars === (frame.vars ?? null) && data === (frame.data ?? null)) return frame
  return { ...frame, vars: isObject(vars) ? vars : undefined, data: data ?? undefined }
}

function scrubSource(frame: StackFrame, path: string, scrub: Scrub): StackFrame {
  const { pre = [], text = '', post = [] } = frame
  // One look at all lines together is much cheaper than one at each; most source has nothing to hide.
  const joined = `${pre.join('\n')}\n${text}\n${post.join('\n')}`
  if (scrub.redactor.redactText(joined) === joined) return frame
  const line = (each: string): string => scrubText(each, path, scrub)
  return {
    ...frame,
    pre: frame.pre?.map(line),
    text: frame.text === undefined ? undefined : line(frame.text),
    post: frame.post?.map(line),
  }
}

function scrubList(list: readonly Json[], path: string, scrub: Scrub): readonly Json[] {
  if (list.every((value) => value === null)) return list
  const kept = scrubJson(list, path, scrub)
  return isList(kept) ? kept : []
}

function scrubBreadcrumbs(breadcrumbs: readonly Breadcrumb[], scrub: Scrub): readonly Breadcrumb[] {
  const data = scrubList(
    breadcrumbs.map((breadcrumb) => breadcrumb.data ?? null),
    'breadcrumbs',
    scrub,
  )
  return breadcrumbs.map((breadcrumb, index) => {
    const kept = data[index] ?? null
    const message =
      breadcrumb.message === undefined
        ? undefined
        : scrubText(breadcrumb.message, `breadcrumbs.${index}.message`, scrub)
    if (message === breadcrumb.message && kept === (breadcrumb.data ?? null)) return breadcrumb
    return { ...breadcrumb, message, data: isObject(kept) ? kept : undefined }
  })
}

function scrubRequest(request: RequestInfo, scrub: Scrub): RequestInfo {
  const { url, query, fragment, headers, cookies, env, body } = request
  return {
    ...request,
    url: url === undefined ? undefined : scrubUrl(url, 'request.url', scrub),
    query: scrubPairs(query, scrub.redactor.isSecretKey, { path: 'request.query', scrub }),
    fragment: fragment === undefined ? undefined : scrubUrl(fragment, 'request.fragment', scrub),
    headers: scrubPairs(headers, scrub.redactor.isSecretHeader, {
      path: 'request.headers',
      scrub,
      untouched: 'User-Agent',
    }),
    cookies: scrubPairs(cookies, scrub.redactor.isSecretCookie, { path: 'request.cookies', scrub }),
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

function scrubPairs(
  pairs: readonly Pair[],
  isSecret: (name: string) => boolean,
  { path, scrub, untouched }: PairsRules,
): readonly Pair[] {
  return pairs.map((pair) => {
    const [name, value] = pair
    if (value === '' || name === untouched) return pair
    if (isSecret(name)) {
      scrub.log.add(`${path}.${name}`, 'key')
      return [name, FILTERED]
    }
    const kept = scrubText(value, `${path}.${name}`, scrub)
    return kept === value ? pair : [name, kept]
  })
}

function scrubUser(user: UserInfo, scrub: Scrub): UserInfo {
  return user.data ? { ...user, data: scrubObject(user.data, 'user.data', scrub) } : user
}

/** Each context by itself: its alias is no key to judge by, an `auth` context stays an object. */
function scrubContexts(contexts: StoredEvent['contexts'], scrub: Scrub): StoredEvent['contexts'] {
  const kept: [string, JsonObject][] = []
  for (const [alias, context] of Object.entries(contexts))
    kept.push([alias, scrubObject(context, `contexts.${alias}`, scrub)])
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
