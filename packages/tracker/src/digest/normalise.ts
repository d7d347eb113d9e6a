import { parseLevel } from '@culprit/wire'
import type { EventType, StoredEvent } from '../domain/event.ts'
import type { Json, JsonObject } from '../domain/json.ts'
import { limits } from './limits.ts'
import { normaliseBreadcrumbs } from './normalise/breadcrumbs.ts'
import { normaliseContexts } from './normalise/contexts.ts'
import type { EventFacts } from './normalise/event-facts.ts'
import { normaliseExceptions } from './normalise/exception.ts'
import { normaliseFingerprint } from './normalise/fingerprint.ts'
import { addInferredContexts } from './normalise/inferred-contexts.ts'
import { normaliseMessage } from './normalise/message.ts'
import { createNoteTaker, type NoteTaker } from './normalise/note-taker.ts'
import { distOf, environmentOf, releaseOf } from './normalise/release.ts'
import { normaliseRequest } from './normalise/request.ts'
import { normaliseModules, normaliseSdk } from './normalise/sdk.ts'
import { normaliseSecurity, securityMessage } from './normalise/security.ts'
import { addSdkNotes } from './normalise/sdk-notes.ts'
import { firstOf, isObject, type Sent, textOf } from './normalise/sent.ts'
import { normaliseStack } from './normalise/stack.ts'
import { addDerivedTags, normaliseTags } from './normalise/tags.ts'
import { normaliseThreads, placeThreadStacks } from './normalise/threads.ts'
import { resolveTimes } from './normalise/timestamps.ts'
import { trimJson, trimObject } from './normalise/trim.ts'
import { normaliseUser } from './normalise/user.ts'
import { ok, type StepResult } from './step.ts'

/** An event as it was sent, parsed and not yet understood. Normalising takes the value over and changes it. */
export interface SentJsonEvent {
  readonly facts: EventFacts
  readonly sent: JsonObject
}

/**
 * Returns the one shape in which everything after this sees an event. Total: whatever a client sends under any key
 * becomes a bounded value or a note. Shapes: protocol A11 and A12.
 */
export function normalise({ facts, sent }: SentJsonEvent): StepResult<StoredEvent> {
  const notes = createNoteTaker()
  const times = resolveTimes(sent['timestamp'], facts, notes)
  addSdkNotes(sent['_meta'], notes)
  const what = whatHappened(sent, notes)
  const where = whereItHappened(sent, facts, notes)
  const { tags, environment } = normaliseTags(sent['tags'], notes)
  const mechanism = what.exceptions.at(-1)?.mechanism
  const logger = textOf(sent['logger'], { max: limits.logger, path: 'logger', notes }) ?? what.security?.kind
  const site = textOf(sent['site'], { max: limits.shortText, path: 'site', notes })
  const { type, handled } = { type: mechanism?.type, handled: mechanism?.handled }
  addDerivedTags(tags, {
    contexts: where.contexts,
    serverName: where.serverName,
    site,
    logger,
    mechanism: type,
    handled,
  })
  return ok({
    v: 1,
    id: facts.eventId,
    projectId: facts.projectId,
    type: typeOf(what),
    level: parseLevel(sent['level']) ?? 'error',
    timestamp: times.timestamp,
    received: facts.received,
    logger,
    transaction: textOf(sent['transaction'] ?? sent['culprit'], {
      max: limits.culprit,
      path: 'transaction',
      notes,
    })?.toWellFormed(),
    release: releaseOf(sent['release'], notes),
    dist: distOf(sent['dist'], notes),
    environment: environmentOf(sent['environment'], notes) ?? environmentOf(environment, notes),
    ...what,
    ...where,
    breadcrumbs: normaliseBreadcrumbs(
      firstOf(sent['breadcrumbs'], sent['sentry.interfaces.Breadcrumbs']),
      times.shiftMs,
      notes,
    ),
    tags,
    extra: trimObject(sent['extra'], { limits: limits.extra, path: 'extra', notes }) ?? {},
    modules: normaliseModules(sent['modules'], notes),
    sdk: normaliseSdk(sent['sdk'], facts.client, notes),
    fingerprint: normaliseFingerprint(sent['fingerprint']),
    debugMeta: debugMetaOf(sent['debug_meta'], notes),
    sample: isSample(tags) ? true : undefined,
    notes: notes.list(),
    redactions: [],
  })
}

type What = Pick<StoredEvent, 'exceptions' | 'threads' | 'stack' | 'message' | 'security'>

function whatHappened(sent: JsonObject, notes: NoteTaker): What {
  const own = normaliseExceptions(firstOf(sent['exception'], sent['sentry.interfaces.Exception']), notes)
  const threads = normaliseThreads(firstOf(sent['threads'], sent['sentry.interfaces.Threads']), notes)
  const placed = placeThreadStacks(own, threads)
  const security = normaliseSecurity(sent, notes)
  const logEntry = firstOf(sent['logentry'], sent['sentry.interfaces.Message'], sent['message'])
  const message = normaliseMessage(logEntry, notes) ?? normaliseMessage(sent['message'], notes)
  const stack = normaliseStack(firstOf(sent['stacktrace'], sent['sentry.interfaces.Stacktrace']), notes)
  const only = placed.exceptions.length === 1 ? placed.exceptions[0] : undefined
  const moves = stack !== undefined && only !== undefined && only.stack === undefined
  return {
    exceptions: moves ? [{ ...only, stack }] : placed.exceptions,
    threads: placed.threads,
    stack: moves ? undefined : stack,
    message: message ?? (security && securityMessage(security)),
    security,
  }
}

interface Where extends Pick<StoredEvent, 'platform' | 'serverName' | 'request' | 'user'> {
  readonly contexts: Record<string, JsonObject>
}

function whereItHappened(sent: JsonObject, facts: EventFacts, notes: NoteTaker): Where {
  const platform =
    textOf(sent['platform'], { max: limits.logger, path: 'platform', notes })?.toLowerCase() ?? 'other'
  const request = normaliseRequest(firstOf(sent['request'], sent['sentry.interfaces.Http']), notes)
  const contexts = normaliseContexts(firstOf(sent['contexts'], sent['sentry.interfaces.Contexts']), notes)
  addInferredContexts(contexts, { platform, request, facts })
  return {
    platform,
    serverName: textOf(sent['server_name'], { max: limits.shortText, path: 'server_name', notes }),
    request,
    contexts,
    user: normaliseUser(
      firstOf(sent['user'], sent['sentry.interfaces.User']),
      { facts, platform, request },
      notes,
    ),
  }
}

function typeOf({ security, exceptions }: What): EventType {
  return security?.kind ?? (exceptions.length > 0 ? 'error' : 'default')
}

function debugMetaOf(sent: Sent, notes: NoteTaker): Json | undefined {
  if (!isObject(sent)) return undefined
  return trimJson(sent, { limits: limits.debugMeta, path: 'debug_meta', notes })
}

/** The connect page marks its test event with a tag. */
function isSample(tags: StoredEvent['tags']): boolean {
  return tags.some(([key, value]) => key === 'culprit.test' && value === 'true')
}
