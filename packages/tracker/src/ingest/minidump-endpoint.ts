import { createEventId, dashedEventId, encodeEnvelope } from '@culprit/wire'
import { accept } from './accept.ts'
import { requireKey } from './authenticate.ts'
import { type Exchange, headerOf } from './exchange.ts'
import { eventOfMinidump } from './minidump-event.ts'
import { type Form, readForm } from './multipart.ts'
import { decodeWhole, readBody } from './read-body.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { type Reply, reply } from './reply.ts'
import { mediaTypeOf } from './security-endpoint.ts'

const dumpField = 'upload_file_minidump'
const dumpTypes: ReadonlySet<string> = new Set(['application/octet-stream', 'application/x-dmp'])

/**
 * Takes a crash dump, as a form or by itself, and makes an envelope of it: an event and its attachments. The answer
 * is the dashed event id as text, which is what Breakpad's and Crashpad's senders show.
 */
export async function takeMinidump(exchange: Exchange): Promise<Reply | Refusal> {
  const { deps, note } = exchange
  note.items = ['event', 'attachment']
  const key = requireKey(exchange)
  if (isRefusal(key)) return key
  const closed = deps.admission.check(key)
  if (closed) return closed
  const form = await readDump(exchange)
  if (isRefusal(form)) return form
  if (!form.files.some((file) => file.field === dumpField && file.bytes.length > 0))
    return refuse(400, 'malformed', 'missing minidump')
  const { event, eventId: sentId } = eventOfMinidump(form)
  const eventId = sentId ?? createEventId(deps.random)
  note.eventId = eventId
  const bytes = encodeEnvelope({
    header: { eventId },
    items: [{ header: { type: 'event' }, payload: JSON.stringify(event) }, ...attachmentsOf(form)],
  })
  const refusal = await accept(exchange, {
    key,
    kind: 'envelope',
    body: { bytes, encoding: '' },
    eventId,
    events: 1,
  })
  return refusal ?? reply(200, 'text/plain', dashedEventId(eventId))
}

/** Returns a form's files as attachment items. */
export function attachmentsOf({ files }: Form): Parameters<typeof encodeEnvelope>[0]['items'] {
  return files.map(({ field, filename, contentType, bytes }) => ({
    header: {
      type: 'attachment',
      filename: filename === '' ? field.slice(0, 200) : filename,
      contentType: contentType === '' ? 'application/octet-stream' : contentType,
      attachmentType: field === dumpField ? 'event.minidump' : 'event.attachment',
    },
    payload: bytes,
  }))
}

async function readDump(exchange: Exchange): Promise<Form | Refusal> {
  if (!dumpTypes.has(mediaTypeOf(headerOf(exchange.req, 'content-type')))) return readForm(exchange)
  const body = await readBody(exchange)
  if (isRefusal(body)) return body
  const bytes = await decodeWhole(body, exchange.deps.limits.bodyBytes)
  if (isRefusal(bytes)) return bytes
  return {
    fields: [],
    files: [{ field: dumpField, filename: 'minidump.dmp', contentType: 'application/x-dmp', bytes }],
  }
}
