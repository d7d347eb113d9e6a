import { isBlank } from './decode-envelope.ts'
import type { EnvelopeHeader, ItemHeader } from './envelope.ts'
import { parseEnvelopeHeader, parseItemHeader } from './envelope-headers.ts'
import { createHeaderLine, type HeaderLine } from './header-line.ts'
import { type DecoderLimits, defaultDecoderLimits } from './limits.ts'
import { WireError } from './wire-error.ts'

/** What a decoder says next. `data` is a view of a pushed chunk: one piece of the current item's payload. */
export type DecoderEvent =
  | { readonly kind: 'need-data' }
  | { readonly kind: 'header'; readonly header: EnvelopeHeader }
  | { readonly kind: 'item'; readonly header: ItemHeader }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'item-end'; readonly size: number }
  | { readonly kind: 'end' }

/**
 * Reads an envelope from bytes that arrive in pieces, without doing any input itself.
 * Call `next` until it says `need-data`, then `push` the next chunk or call `end`; go on until it says `end`.
 * When it says `need-data` it holds at most `limits.headerBytes`: the beginning of a header line.
 */
export interface EnvelopeDecoder {
  /** Hands over a chunk, which must not change until `next` says `need-data`. @throws {TypeError} after `end`. */
  push(chunk: Uint8Array): void
  /** Says that no chunk follows. */
  end(): void
  /** @throws {WireError} when the bytes are no envelope or exceed a limit; the decoder is then of no further use. */
  next(): DecoderEvent
}

/**
 * Returns a decoder for one envelope. It reads the same language as `decodeEnvelope`, however the bytes are split,
 * and refuses what exceeds the limits as soon as it shows.
 */
export function createEnvelopeDecoder(limits: DecoderLimits = defaultDecoderLimits): EnvelopeDecoder {
  return new StreamingDecoder(limits)
}

const newline = 10
const empty = new Uint8Array(0)
const needData: DecoderEvent = { kind: 'need-data' }

type State = 'envelope-header' | 'blanks' | 'item-header' | 'payload' | 'separator' | 'end' | 'failed'

class StreamingDecoder implements EnvelopeDecoder {
  readonly #limits: DecoderLimits
  readonly #chunks: Uint8Array[] = []
  #chunk: Uint8Array = empty
  #at = 0
  #ended = false
  #received = 0
  #state: State = 'envelope-header'
  readonly #line: HeaderLine = createHeaderLine()
  #blanks = 0
  #items = 0
  #size = 0
  #item: ItemHeader | undefined

  constructor(limits: DecoderLimits) {
    this.#limits = limits
  }

  push(chunk: Uint8Array): void {
    if (this.#ended) throw new TypeError('push() was called after end().')
    this.#chunks.push(chunk)
  }

  end(): void {
    this.#ended = true
  }

  next(): DecoderEvent {
    if (this.#state === 'failed') throw new WireError('malformed', 'The envelope was refused before.')
    try {
      for (;;) {
        const event = this.#step()
        if (event) return event
      }
    } catch (error) {
      this.#state = 'failed'
      throw error
    }
  }

  /** Takes one step; undefined means that the next step can be taken at once. */
  #step(): DecoderEvent | undefined {
    if (this.#state === 'end') return { kind: 'end' }
    if (this.#at >= this.#chunk.length && this.#take()) return undefined
    const atEnd = this.#at >= this.#chunk.length
    if (atEnd && !this.#ended) return needData
    switch (this.#state) {
      case 'envelope-header':
        return this.#envelopeHeader()
      case 'blanks':
        return atEnd ? this.#finish() : this.#skipBlanks()
      case 'item-header':
        return this.#itemHeader()
      case 'payload':
        return atEnd ? this.#endAtEof() : this.#payload()
      case 'separator':
        return atEnd ? this.#finish() : this.#separator()
      default:
        return { kind: 'end' }
    }
  }

  /** Moves on to the next chunk that was pushed; false when there is none. */
  #take(): boolean {
    const chunk = this.#chunks.shift()
    this.#chunk = chunk ?? empty
    this.#at = 0
    if (!chunk) return false
    this.#received += chunk.length
    if (this.#received > this.#limits.envelopeBytes)
      throw new WireError('too-large', 'The envelope is too large.')
    return true
  }

  #envelopeHeader(): DecoderEvent | undefined {
    if (this.#received === 0) throw new WireError('malformed', 'The envelope is empty.')
    const line = this.#readLine()
    if (!line) return undefined
    const header = parseEnvelopeHeader(line)
    this.#state = 'blanks'
    return { kind: 'header', header }
  }

  #skipBlanks(): undefined {
    const start = this.#at
    while (isBlank(this.#chunk[this.#at])) this.#at += 1
    this.#blanks += this.#at - start
    if (this.#blanks > this.#limits.headerBytes) {
      throw new WireError('too-large', 'There are too many blanks between two items.')
    }
    if (this.#at < this.#chunk.length) this.#state = 'item-header'
  }

  #itemHeader(): DecoderEvent | undefined {
    if (this.#items >= this.#limits.items)
      throw new WireError('too-large', 'The envelope has too many items.')
    const line = this.#readLine()
    if (!line) return undefined
    const header = parseItemHeader(line)
    if ((header.length ?? 0) > this.#limits.itemBytes(header.type)) throw tooLargeItem()
    this.#items += 1
    this.#item = header
    this.#size = 0
    this.#state = 'payload'
    return { kind: 'item', header }
  }

  #payload(): DecoderEvent | undefined {
    const length = this.#item?.length
    const start = this.#at
    const rest = this.#chunk.length - start
    const found = length === undefined ? this.#chunk.indexOf(newline, start) : -1
    const taken =
      length === undefined ? (found < 0 ? rest : found - start) : Math.min(rest, length - this.#size)
    this.#at += taken
    this.#size += taken
    if (this.#item && this.#size > this.#limits.itemBytes(this.#item.type)) throw tooLargeItem()
    // An item that is complete says so in the next step, so that its last bytes come before its end.
    if (taken > 0) return { kind: 'data', bytes: this.#chunk.subarray(start, start + taken) }
    return this.#itemEnd()
  }

  #endAtEof(): DecoderEvent {
    const length = this.#item?.length
    if (length !== undefined && this.#size < length) {
      throw new WireError('malformed', 'The envelope ends inside an item.')
    }
    return this.#itemEnd()
  }

  #itemEnd(): DecoderEvent {
    this.#state = 'separator'
    return { kind: 'item-end', size: this.#size }
  }

  #separator(): undefined {
    if (this.#chunk[this.#at] !== newline) {
      throw new WireError('malformed', 'An item is longer than its length says.')
    }
    this.#at += 1
    this.#blanks = 0
    this.#state = 'blanks'
  }

  #finish(): DecoderEvent {
    this.#state = 'end'
    return { kind: 'end' }
  }

  /** Returns a header line without its newline, or undefined after keeping the part of it that has arrived. */
  #readLine(): Uint8Array | undefined {
    const found = this.#chunk.indexOf(newline, this.#at)
    const end = found < 0 ? this.#chunk.length : found
    const part = this.#chunk.subarray(this.#at, end)
    if (this.#line.size + part.length > this.#limits.headerBytes) {
      throw new WireError('too-large', 'A header line is too long.')
    }
    this.#at = found < 0 ? end : end + 1
    const complete = found >= 0 || (this.#ended && this.#chunks.length === 0)
    if (complete && this.#line.size === 0) return part
    this.#line.append(part)
    return complete ? this.#line.take() : undefined
  }
}

function tooLargeItem(): WireError {
  return new WireError('too-large', 'An item is larger than its type may be.')
}
