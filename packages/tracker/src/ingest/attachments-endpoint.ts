import { encodeEnvelope, parseEventId } from '@culprit/wire'
import { accept } from './accept.ts'
import { requireKey } from './authenticate.ts'
import type { Exchange } from './exchange.ts'
import { attachmentsOf } from './minidump-endpoint.ts'
import { readForm } from './multipart.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { type Reply, reply } from './reply.ts'

/** Takes files for an event that was sent before: 201 without a body. */
export async function takeAttachments(exchange: Exchange): Promise<Reply | Refusal> {
  const { deps, note, route } = exchange
  note.category = 'attachment'
  note.items = ['attachment']
  const key = requireKey(exchange)
  if (isRefusal(key)) return key
  const eventId = parseEventId(route.eventId)
  if (eventId === undefined) return refuse(400, 'malformed', 'invalid event id')
  note.eventId = eventId
  const closed = deps.admission.check(key)
  if (closed) return closed
  const form = await readForm(exchange)
  if (isRefusal(form)) return form
  if (form.files.length === 0) return reply(201, 'application/json')
  const bytes = encodeEnvelope({ header: { eventId }, items: attachmentsOf(form) })
  const refusal = await accept(exchange, {
    key,
    kind: 'envelope',
    body: { bytes, encoding: '' },
    eventId,
    events: 0,
  })
  return refusal ?? reply(201, 'application/json')
}
