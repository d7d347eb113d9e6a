import { parseEventId } from '@culprit/wire'
import { attachmentResponse } from '../query/attachment-response.ts'
import type { StoredAttachment } from '../ports/read-models.ts'
import { requireOrganisation, requireProject } from './access.ts'
import type { ApiCall } from './api-call.ts'
import { ApiError, apiJson } from './api-error.ts'

/** An attachment as the API serves it, in Sentry's shape. `id` is its place in its event's list, from 0. */
interface AttachmentJson {
  readonly id: string
  readonly event_id: string
  readonly type: string
  readonly name: string
  readonly mimetype: string
  readonly size: number
  readonly headers: Readonly<Record<string, string>>
  readonly sha1: null
  readonly dateCreated: string
  /** Whether the bytes were kept and can be downloaded; Sentry has no such field. */
  readonly stored: boolean
}

/** Lists the attachments of an event in the order they came, at most 100. */
export async function listEventAttachments(call: ApiCall): Promise<Response> {
  const { attachments } = await requireEvent(call)
  return apiJson(attachments.map(attachmentJson))
}

/** Answers an attachment: what is known of it, or with `download` its bytes. Bytes that were not kept are a 404. */
export async function getEventAttachment(call: ApiCall): Promise<Response> {
  const { deps, access, params, url } = call
  const { projectId, eventId, attachments } = await requireEvent(call)
  const sent = params['attachment'] ?? ''
  const index = /^\d{1,3}$/.test(sent) ? Number(sent) : -1
  const attachment = attachments[index]
  if (!attachment) throw new ApiError(404, 'Attachment not found')
  if (!url.searchParams.has('download')) return apiJson(attachmentJson(attachment, index))
  const body = await deps.reads.attachmentBody(access.scope, { projectId, eventId, index })
  if (!body) throw new ApiError(404, 'The bytes of this attachment are not kept')
  return attachmentResponse(attachment, body)
}

interface AttachmentList {
  readonly projectId: number
  readonly eventId: string
  readonly attachments: readonly StoredAttachment[]
}

async function requireEvent({ deps, access, params }: ApiCall): Promise<AttachmentList> {
  requireOrganisation(params['org'])
  const { id: projectId } = requireProject(access, params['project'])
  const eventId = parseEventId(params['event'])
  const found = eventId !== undefined && (await deps.reads.eventById(access.scope, projectId, eventId))
  if (eventId === undefined || !found) throw new ApiError(404, 'Event not found')
  const attachments = await deps.reads.attachmentsOfEvent(access.scope, projectId, eventId)
  return { projectId, eventId, attachments }
}

function attachmentJson(attachment: StoredAttachment, index: number): AttachmentJson {
  const { eventId, attachmentType, filename, contentType, bytes, received, stored } = attachment
  return {
    id: String(index),
    event_id: eventId,
    type: attachmentType,
    name: filename,
    mimetype: contentType,
    size: bytes,
    headers: { 'Content-Type': contentType },
    sha1: null,
    dateCreated: new Date(received).toISOString(),
    stored,
  }
}
