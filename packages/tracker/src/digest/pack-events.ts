import type { FingerprintedEvent } from '../domain/digest-plan.ts'
import { encodeBlock } from '../encoding/payload-block.ts'
import type { EventRowDraft } from './fingerprint.ts'

/** An event before it has a place in a block. */
export interface UnpackedEvent {
  readonly row: EventRowDraft
  /** The stored event as JSON text in UTF-8: outside of the heap, since a batch holds megabytes of them. */
  readonly payload: Uint8Array
}

/** Rows in the order given, and the blocks they point to. */
export interface PackedEvents {
  readonly events: readonly FingerprintedEvent[]
  readonly blocks: readonly Uint8Array<ArrayBuffer>[]
}

const eventsInBlock = 16
const bytesInBlock = 512 * 1024

/**
 * Returns the events with their payloads packed into zstd blocks of up to 16 events or 512 KiB; one larger
 * event has a block of its own. Within a batch, events of one issue lie side by side, since they compress best so.
 */
export function packEvents(unpacked: readonly UnpackedEvent[], level: number): PackedEvents {
  const order = Array.from(unpacked.keys()).sort((a, b) => compareIssues(unpacked[a]?.row, unpacked[b]?.row))
  const events: FingerprintedEvent[] = []
  const blocks: Uint8Array<ArrayBuffer>[] = []
  let open: Uint8Array[] = []
  let bytes = 0
  const close = (): void => {
    if (open.length > 0) blocks.push(encodeBlock(open, level))
    open = []
    bytes = 0
  }
  for (const index of order) {
    const event = unpacked[index]
    if (!event) continue
    if (open.length >= eventsInBlock || (open.length > 0 && bytes + event.payload.length > bytesInBlock))
      close()
    events[index] = { ...event.row, block: blocks.length, slot: open.length }
    open.push(event.payload)
    bytes += event.payload.length
  }
  close()
  return { events, blocks }
}

function compareIssues(a: EventRowDraft | undefined, b: EventRowDraft | undefined): number {
  if (!a || !b) return 0
  if (a.projectId !== b.projectId) return a.projectId - b.projectId
  return a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0
}
