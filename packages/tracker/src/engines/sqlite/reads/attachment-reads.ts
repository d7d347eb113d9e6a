import { readFile } from 'node:fs/promises'
import type { ReadModels } from '../../../ports/read-models.ts'
import { attachmentPath } from '../raw-files.ts'
import type { ReadContext } from './read-context.ts'

type AttachmentReads = Pick<ReadModels, 'attachmentsOfEvent' | 'attachmentBody'>

/** Rows of the list of an event's attachments. */
const maxRows = 100

/** Returns the questions about attachments: what was noted of them, and the bytes of those that were kept. */
export function createAttachmentReads({ kysely, dir }: ReadContext): AttachmentReads {
  const rowsOf = (projectId: number, eventId: string) =>
    kysely
      .selectFrom('attachments')
      .selectAll()
      .where('project_id', '=', projectId)
      .where('event_id', '=', eventId)
      .orderBy('id')
  return {
    async attachmentsOfEvent(scope, projectId, eventId) {
      if (!scope.includes(projectId)) return []
      const rows = await rowsOf(projectId, eventId).limit(maxRows).execute()
      return rows.map(({ received, filename, content_type, attachment_type, bytes, stored }) => ({
        projectId,
        eventId,
        received,
        filename,
        contentType: content_type,
        attachmentType: attachment_type,
        bytes,
        stored: stored === 1,
      }))
    },
    async attachmentBody(scope, { projectId, eventId, index }) {
      if (!scope.includes(projectId) || !Number.isInteger(index) || index < 0 || index >= maxRows)
        return undefined
      const row = await rowsOf(projectId, eventId).limit(1).offset(index).executeTakeFirst()
      if (row?.stored !== 1) return undefined
      const body = await readIfThere(attachmentPath(dir, row))
      // A power cut may leave a shorter file under a row that says otherwise.
      return body?.byteLength === row.bytes ? body : undefined
    },
  }
}

/** Retention may unlink the file between the row and this. */
async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
