import type { Bounds, Redactor } from '@culprit/redact'
import type { SentEvent, SentFrame, SentRequest } from '@culprit/wire'
import { withFrames } from './exception-values.ts'

/** How much of the application's own data goes with one event; each part is bounded apart. */
const partBounds: Bounds = { depth: 7, nodes: 5000, string: 8192, keys: 200, items: 200 }
type Contexts = NonNullable<SentEvent['contexts']>

const variablesBounds: Bounds = { depth: 7, nodes: 5000, string: 4096, keys: 100, items: 100 }

/**
 * Returns an event without secrets, as plain JSON values that are cut to bounds: request, user, extra, contexts, tags,
 * breadcrumbs and local variables by name and pattern, messages by pattern. Source lines and the values of exceptions
 * were dealt with when they were made. Getters are not run.
 */
export function scrubEvent(event: SentEvent, redactor: Redactor): SentEvent {
  const part = <T>(value: T): T => redactor.redact(value, partBounds).value as T
  const { request, user, extra, contexts, breadcrumbs, tags, logentry } = event
  return {
    ...withFrames(event, (frame) => scrubFrame(frame, redactor)),
    ...(request !== undefined && request !== null && { request: scrubRequest(request, redactor) }),
    ...(user !== undefined && { user: part(user) }),
    ...(extra !== undefined && { extra: part(extra) }),
    ...(contexts !== undefined && contexts !== null && { contexts: asObjects(part(contexts)) }),
    ...(breadcrumbs !== undefined && { breadcrumbs: part(breadcrumbs) }),
    ...(tags !== undefined && { tags: part(tags) }),
    ...(logentry !== undefined && { logentry: part(logentry) }),
  }
}

/** Whatever a context became on the way, the protocol wants an object: `[Filtered]` for one with the name of a secret. */
function asObjects(contexts: Contexts): Contexts {
  return Object.fromEntries(
    Object.entries<unknown>(contexts).map(([name, context]) => [
      name,
      (typeof context === 'object' ? context : { value: context }) as Contexts[string],
    ]),
  )
}

/** The name of a part tells what in it is secret (`headers`, `cookies`), so the parts are redacted under their names. */
function scrubRequest(request: SentRequest, redactor: Redactor): SentRequest {
  const { url, query_string: query, ...rest } = request
  const data = typeof rest.data === 'string' ? scrubBody(rest.data, rest, redactor) : rest.data
  const clean = redactor.redact({ ...rest, ...(data !== undefined && { data }) }, partBounds)
    .value as SentRequest
  return {
    ...clean,
    ...(typeof url === 'string' && { url: redactor.redactUrl(url) }),
    ...(typeof query === 'string' && { query_string: redactor.redactQuery(query) }),
  }
}

function scrubBody(body: string, { headers }: SentRequest, redactor: Redactor): string {
  const type: unknown =
    typeof headers === 'object' && headers !== null ? Reflect.get(headers, 'content-type') : undefined
  return typeof type === 'string' && type.includes('urlencoded') ? redactor.redactQuery(body) : body
}

function scrubFrame(frame: SentFrame, redactor: Redactor): SentFrame {
  if (frame.vars === undefined || frame.vars === null) return frame
  return {
    ...frame,
    vars: redactor.redact(frame.vars, variablesBounds).value as NonNullable<SentFrame['vars']>,
  }
}
