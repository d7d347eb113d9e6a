import { createEventId, wireLimits } from '@culprit/wire'
import { parseSentJson } from '../encoding/store-body-json.ts'
import { accept } from './accept.ts'
import { requireKey } from './authenticate.ts'
import { type Exchange, headerOf } from './exchange.ts'
import { decodeSmall, readBody } from './read-body.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { type Reply, reply } from './reply.ts'

const mediaTypes: ReadonlySet<string> = new Set([
  'application/json',
  'application/csp-report',
  'application/expect-ct-report',
  'application/expect-ct-report+json',
  'application/expect-staple-report',
  'application/reports+json',
])

/** Takes a browser's report that a page's policy was violated. The answer has no body: nobody reads it. */
export async function takeSecurityReport(exchange: Exchange): Promise<Reply | Refusal> {
  const { req, query, deps, note } = exchange
  note.category = 'security'
  note.items = ['security']
  const key = requireKey(exchange)
  if (isRefusal(key)) return key
  if (!mediaTypes.has(mediaTypeOf(headerOf(req, 'content-type'))))
    return refuse(415, 'unsupported-media', 'unsupported media type')
  const closed = deps.admission.check(key)
  if (closed) return closed
  const body = await readBody(exchange)
  if (isRefusal(body)) return body
  const bytes = decodeSmall(body, wireLimits.eventBytes)
  if (isRefusal(bytes)) return bytes
  if (bytes.length === 0) return refuse(400, 'malformed', 'empty body')
  const parsed = parseSentJson(bytes)
  if (parsed.kind === 'invalid')
    return { ...refuse(400, 'malformed', 'invalid JSON'), causes: [parsed.detail] }
  const eventId = createEventId(deps.random)
  note.eventId = eventId
  const release = query.get('sentry_release')?.slice(0, 200)
  const environment = query.get('sentry_environment')?.slice(0, 64)
  const refusal = await accept(exchange, {
    key,
    kind: 'security',
    body,
    eventId,
    events: 1,
    release,
    environment,
  })
  return refusal ?? reply(200, 'application/json')
}

/** Returns the media type of a Content-Type header, without its parameters. */
export function mediaTypeOf(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
