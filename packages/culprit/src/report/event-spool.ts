import { categoryOfItem, decodeEnvelope, encodeEnvelope } from '@culprit/wire'
import { SpoolFolder, type SpoolWritten } from '../mail/spool-folder.ts'
import type { SpooledFile } from '../mail/spool-name.ts'
import type { OutgoingEvent } from './outgoing-event.ts'

/** What a spool of events needs to know. */
export interface EventSpoolOptions {
  readonly directory: string
  readonly maxEvents: number
  readonly maxBytes: number
  readonly now: () => number
}

/** How to keep an event. */
export interface KeepOptions {
  /** Whom it is for: a spool may outlive its process's settings. */
  readonly dsn: string
  readonly notBefore?: number | undefined
  /** Whether it shall survive a power cut too. */
  readonly durable: boolean
  /** Whether this process goes on to send it. */
  readonly claimed?: boolean | undefined
}

/** An event read from the spool, and whom it is for. */
export interface SpooledEvent {
  readonly event: OutgoingEvent
  readonly dsn: string | undefined
}

/** A listing costs about a millisecond for a thousand files; an outage writes many in a row. */
const checkEvery = 16

/**
 * Events in a directory that several processes share, each a file that holds an envelope as it would be sent, whose
 * header names the DSN. Bounded by number and bytes, exceeded by at most 15 events a process; the oldest go first.
 */
export class EventSpool {
  readonly #folder: SpoolFolder
  readonly #now: () => number

  constructor({ directory, maxEvents, maxBytes, now }: EventSpoolOptions) {
    this.#now = now
    this.#folder = new SpoolFolder({
      directory,
      ending: 'event',
      maxFiles: maxEvents,
      maxBytes,
      checkEvery: Math.min(checkEvery, maxEvents),
      now,
    })
  }

  /** Writes an event, at once. @throws {Error} When the directory cannot be written. */
  keep(event: OutgoingEvent, { dsn, ...options }: KeepOptions): SpoolWritten {
    const { eventId, type, payload, headers } = event
    const header = { eventId: type === 'client_report' ? undefined : eventId, dsn, raw: headers }
    const body = encodeEnvelope({ header, items: [{ header: { type }, payload }] })
    return this.#folder.write({ body, createdAt: this.#now(), id: eventId, ...options })
  }

  /** Returns what nobody is sending, oldest first. */
  waiting(): readonly SpooledFile[] {
    return this.#folder.waiting()
  }

  /** Takes a file for sending; false when another process was faster. */
  claim(file: SpooledFile): boolean {
    return this.#folder.claim(file)
  }

  /** Returns the event of a claimed file, or undefined when the file holds none. */
  read(file: SpooledFile): SpooledEvent | undefined {
    try {
      const { header, items } = decodeEnvelope(this.#folder.read(file))
      const [item] = items
      if (item === undefined) return undefined
      const { dsn: _dsn, ...headers } = header.raw
      const { type } = item.header
      const event = { eventId: file.id, type, category: categoryOfItem(type), payload: item.payload, headers }
      return { event, dsn: header.dsn }
    } catch {
      return undefined
    }
  }

  /** Removes a file: it was sent, or never will be. */
  remove(file: SpooledFile): void {
    this.#folder.remove(file)
  }

  /** Gives a claimed file back; a time to try again counts an attempt. */
  release(file: SpooledFile, later?: { readonly notBefore: number }): void {
    this.#folder.release(file, later)
  }

  /** Frees what processes that are gone had claimed. */
  recover(): void {
    this.#folder.recover()
  }
}
