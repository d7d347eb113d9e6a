import { clip, formatSize, safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { AttachmentView } from './attachment-view.ts'
import { eventSection } from './event-section.tsx'

/** What `AttachmentsSection` shows. */
export interface AttachmentsSectionProps {
  readonly attachments: readonly AttachmentView[]
}

/** The files that came with an event: name, type and size, and a download where the bytes were kept. */
export function AttachmentsSection({ attachments }: AttachmentsSectionProps): VNode | null {
  if (attachments.length === 0) return null
  return eventSection(
    'attachments',
    'Attachments',
    <>
      <ul class="attachments">
        {attachments.map((attachment, index) => (
          <Attachment key={index} attachment={attachment} />
        ))}
      </ul>
      <p class="muted">
        {attachments.some(({ stored }) => stored)
          ? 'Kept files are as they were sent: nothing in them is scrubbed or checked.'
          : 'Only names and sizes are kept (CULPRIT_STORE_ATTACHMENTS keeps the bytes too).'}
      </p>
    </>,
  )
}

function Attachment({
  attachment: { name, type, kind, bytes, stored, href },
}: {
  readonly attachment: AttachmentView
}): VNode {
  const shown = safeText(clip(name === '' ? 'without a name' : name, 200))
  return (
    <li>
      {href === undefined ? (
        <bdi class="attachment-name">{shown}</bdi>
      ) : (
        <a class="attachment-name" href={href} download>
          <bdi>{shown}</bdi>
        </a>
      )}{' '}
      <span class="muted">
        {safeText(clip(kind, 60))}
        {type !== '' && `, ${safeText(clip(type, 100))}`}, {sizeOf(bytes)},{' '}
        {stored ? 'kept, not scrubbed' : 'only its name and size are kept'}
      </span>
    </li>
  )
}

function sizeOf(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : formatSize(bytes)
}
