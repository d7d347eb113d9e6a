import type { StoredAttachment } from '../../ports/read-models.ts'

/** What is shown of an attachment; its bytes only as a download, since nobody looked into them. */
export interface AttachmentView {
  readonly name: string
  /** Media type as it was sent; may be empty. */
  readonly type: string
  /** What it is for, in words: `minidump`, `file`. */
  readonly kind: string
  readonly bytes: number
  readonly received: number
  /** Whether the bytes were kept; then they are as they were sent, not scrubbed. */
  readonly stored: boolean
  /** Where the bytes are; only when they were kept. */
  readonly href?: string | undefined
}

/** Words for the types that SDKs send; others are shown as they came. */
const kinds: ReadonlyMap<string, string> = new Map([
  ['', 'file'],
  ['event.attachment', 'file'],
  ['event.minidump', 'minidump'],
  ['event.applecrashreport', 'Apple crash report'],
  ['event.view_hierarchy', 'view hierarchy'],
  ['unreal.context', 'Unreal context'],
  ['unreal.logs', 'Unreal log'],
])

/** Returns an attachment as the page of an issue shows it; `index` is its place in the list of its event. */
export function attachmentViewOf(
  attachment: StoredAttachment,
  { shortId, index }: { readonly shortId: string; readonly index: number },
): AttachmentView {
  const { filename, contentType, attachmentType, bytes, received, stored, eventId } = attachment
  return {
    name: filename,
    type: contentType,
    kind: kinds.get(attachmentType) ?? attachmentType,
    bytes,
    received,
    stored,
    href: stored ? `/issues/${shortId}/events/${eventId}/attachments/${index}` : undefined,
  }
}
