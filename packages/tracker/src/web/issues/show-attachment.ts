import { attachmentResponse } from '../../query/attachment-response.ts'
import type { PageContext } from '../context.ts'
import { notFound } from '../error-page.tsx'
import type { RouteParams } from '../page-route.ts'
import { findIssue } from './detail-model.ts'

/** Answers the bytes of an attachment as a download; 404 for one that was not kept, is gone, or is out of scope. */
export async function showAttachment(ctx: PageContext, params: RouteParams): Promise<Response> {
  const { short = '', event: eventId = '', index: sent = '' } = params
  if (!/^[0-9a-f]{32}$/.test(eventId) || !/^\d{1,3}$/.test(sent)) return notFound(ctx, 'attachment')
  const index = Number(sent)
  const { reads } = ctx.deps
  const row = await findIssue(ctx, short)
  const event = row && (await reads.eventOfIssue(ctx.scope, row.id, eventId))
  if (!row || !event) return notFound(ctx, 'attachment')
  const attachment = (await reads.attachmentsOfEvent(ctx.scope, row.projectId, eventId))[index]
  const body = await reads.attachmentBody(ctx.scope, { projectId: row.projectId, eventId, index })
  return attachment && body ? attachmentResponse(attachment, body) : notFound(ctx, 'attachment')
}
