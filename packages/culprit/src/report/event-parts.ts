import { errorChain } from '@culprit/stack'
import type { SentDebugImage, SentEvent, SentUser } from '@culprit/wire'
import type { Capture, EventTools } from './capture.ts'
import { errorProperties } from './error-properties.ts'
import { toExceptions } from './exceptions.ts'
import type { ReportedFrame } from '../logging/frames/frames.ts'
import { sdk } from './sdk.ts'
import { toSentRequest } from './sent-request.ts'
import { toSentTags } from './sent-tags.ts'

/** Makes a part of an event. What it throws costs that part and nothing else. */
export type EventPart = (capture: Capture, tools: EventTools) => SentEvent

const maxImages = 100

/** Id, time, level and where it comes from. */
export const identityPart: EventPart = ({ eventId, timestamp, level, settings, hint }, { serverName }) => ({
  event_id: eventId,
  timestamp,
  platform: 'node',
  level,
  sdk,
  environment: settings.environment,
  server_name: serverName,
  ...(settings.release !== undefined && { release: settings.release }),
  ...(hint.logger !== undefined && { logger: hint.logger.slice(0, 64) }),
})

/** The exception chain with frames, source lines and local variables; or the message. */
export const subjectPart: EventPart = ({ subject, hint, settings }, { framesOf, variables }) => {
  const logged = hint.logEntry === undefined ? {} : { logentry: hint.logEntry }
  if (subject.kind === 'message') return { logentry: hint.logEntry ?? { formatted: subject.message } }
  const images = new Map<string, SentDebugImage>()
  const values = toExceptions(errorChain(subject.thrown), {
    framesOf: (stack) => noteImages(framesOf(stack), images),
    variablesOf: (error, frames) => variables?.variablesOf(error, frames) ?? [],
    redactText: settings.redactor.redactText,
    mechanism: hint.mechanism ?? 'generic',
    handled: hint.handled ?? true,
    syntheticStack: subject.stack,
  })
  return {
    exception: { values },
    ...logged,
    ...(images.size > 0 && { debug_meta: { images: [...images.values()] } }),
  }
}

function noteImages(
  frames: readonly ReportedFrame[],
  images: Map<string, SentDebugImage>,
): readonly ReportedFrame[] {
  for (const { parsed, debugId } of frames) {
    if (debugId === undefined || parsed.file === undefined || images.size >= maxImages) continue
    images.set(parsed.file, { type: 'sourcemap', code_file: parsed.file, debug_id: debugId })
  }
  return frames
}

/** Tags, user, fingerprint and breadcrumbs, of the hint before those of the scopes, of these before the settings'. */
export const scopePart: EventPart = ({ scope, hint, settings }) => {
  const tags = { ...settings.tags, ...scope.tags, ...hint.tags }
  const user: SentUser | undefined = hint.user ?? scope.user
  const fingerprint = hint.fingerprint ?? scope.fingerprint
  const breadcrumbs = settings.maxBreadcrumbs === 0 ? [] : scope.breadcrumbs.slice(-settings.maxBreadcrumbs)
  return {
    ...(Object.keys(tags).length > 0 && { tags: toSentTags(tags) }),
    ...(user !== undefined && { user }),
    ...(fingerprint !== undefined && { fingerprint }),
    ...(breadcrumbs.length > 0 && { breadcrumbs: { values: breadcrumbs } }),
  }
}

/** What was given as extra, and what the error carries beside its message (`code`, `status` ...) as `extra.error`. */
export const extraPart: EventPart = ({ scope, hint, subject }) => {
  const error = subject.kind === 'thrown' ? errorProperties(subject.thrown) : undefined
  const extra = { ...scope.extra, ...(error !== undefined && { error }), ...hint.extra }
  return Object.keys(extra).length > 0 ? { extra } : {}
}

/** The request, read only now, and the name of its route as the transaction; who is signed in, unless the scope tells. */
export const requestPart: EventPart = ({ hint, scope, settings }) => {
  const data = typeof hint.request === 'function' ? hint.request() : hint.request
  if (data === undefined) return {}
  const { request, user, transaction } = toSentRequest(data, settings.maxRequestBody)
  const isUserKnown = hint.user !== undefined || scope.user !== undefined
  return { request, transaction, ...(user !== undefined && !isUserKnown && { user }) }
}

/** What was set as context, whether local variables were captured, and how many others a storm has cost. */
export const contextsPart: EventPart = ({ scope, hint, subject, notSent }, { variables }) => {
  const status = subject.kind === 'thrown' ? variables?.statusOf(subject.thrown) : undefined
  return {
    contexts: {
      ...(status !== undefined && { local_variables: { status } }),
      ...(notSent > 0 && { storm: { not_sent: notSent } }),
      ...scope.contexts,
      ...hint.contexts,
    },
  }
}
