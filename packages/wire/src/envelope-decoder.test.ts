import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEnvelope } from './decode-envelope.ts'
import type { Envelope, EnvelopeHeader, ItemHeader } from './envelope.ts'
import { createEnvelopeDecoder } from './envelope-decoder.ts'
import { encodeEnvelope } from './envelope-encoder.ts'
import { type DecoderLimits, defaultDecoderLimits } from './limits.ts'
import { WireError } from './wire-error.ts'

const utf8 = new TextEncoder()

/** The payload as numbers, since a view and a copy of the same bytes must compare equal. */
interface PlainItem {
  readonly header: ItemHeader
  readonly payload: readonly number[]
}

interface PlainEnvelope {
  readonly header: EnvelopeHeader | undefined
  readonly items: readonly PlainItem[]
}

function plain(envelope: Envelope): PlainEnvelope {
  return {
    header: envelope.header,
    items: envelope.items.map(({ header, payload }) => ({ header, payload: [...payload] })),
  }
}

function stream(chunks: readonly Uint8Array[], limits: DecoderLimits): PlainEnvelope {
  const decoder = createEnvelopeDecoder(limits)
  const waiting = [...chunks]
  const items: { header: ItemHeader; payload: number[] }[] = []
  let header: EnvelopeHeader | undefined
  for (;;) {
    const event = decoder.next()
    switch (event.kind) {
      case 'need-data': {
        const chunk = waiting.shift()
        if (chunk) decoder.push(chunk)
        else decoder.end()
        break
      }
      case 'header':
        header = event.header
        break
      case 'item':
        items.push({ header: event.header, payload: [] })
        break
      case 'data':
        expect(event.bytes.length).toBeGreaterThan(0)
        items.at(-1)?.payload.push(...event.bytes)
        break
      case 'item-end':
        expect(event.size).toBe(items.at(-1)?.payload.length)
        break
      case 'end':
        return { header, items }
    }
  }
}

/** The result, or the code of the refusal. */
function attempt(decode: () => PlainEnvelope): PlainEnvelope | string {
  try {
    return decode()
  } catch (error) {
    if (error instanceof WireError) return error.code
    throw error
  }
}

function split(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  return [0, ...places].map((start, index) => bytes.slice(start, places[index] ?? bytes.length))
}

const smallLimits: DecoderLimits = {
  envelopeBytes: 300,
  headerBytes: 60,
  items: 4,
  itemBytes: (type) => (type === 'event' ? 20 : 40),
}

const cuts = fc.array(fc.nat(), { maxLength: 12 })

const soundEnvelope = fc.record({
  header: fc.record({
    raw: fc.dictionary(fc.stringMatching(/^[a-z ]{0,6}$/), fc.string({ maxLength: 12 }), { maxKeys: 3 }),
  }),
  items: fc.array(
    fc.record({
      header: fc.record({ type: fc.constantFrom('event', 'attachment', 'something-new') }),
      payload: fc.uint8Array({ maxLength: 80 }),
    }),
    { maxLength: 6 },
  ),
})

const soundPiece = fc.constantFrom(
  '{"type":"event"}\nabc\n',
  '{"type":"event","length":3}\nabc\n',
  '{"type":"attachment","length":0}\n\n',
  '{"type":"view"}\n\n',
  '{"type":"view","length":6}\na\nb\r\n\n\n',
  '{"type":"view"}\n\u00e9\r\n',
  ' \r\n\t'.repeat(8),
  '\n',
)

const brokenPiece = fc.constantFrom(
  '{"type":"event","length":9}\nabc',
  '{"type":"event","length":3}\nabcd\n',
  '{"type":"event","length":3}',
  '{"type":"view","length":"3"}\nabc\n',
  '{"type":"event"}',
  '{"type":"event"}\nabc',
  `{"type":"event"}\n${'p'.repeat(21)}\n`,
  `{"type":"view","length":41}\n`,
  `{"type":"view","pad":"${'q'.repeat(60)}"}\n\n`,
  '{"no":"type"}\nx\n',
  '[]\n',
  'x',
)

/** Sound items, most often with something broken behind them. */
const nearEnvelope = fc
  .tuple(
    fc.array(soundPiece, { maxLength: 6 }),
    fc.array(brokenPiece, { maxLength: 1 }),
    fc.array(soundPiece, { maxLength: 2 }),
  )
  .map((pieces) => utf8.encode(pieces.flat().join('')))

describe('createEnvelopeDecoder()', () => {
  it('gives the items that were encoded, however the bytes are split', () => {
    fc.assert(
      fc.property(soundEnvelope, cuts, (envelope, places) => {
        const bytes = encodeEnvelope(envelope)
        const streamed = stream(split(bytes, places), defaultDecoderLimits)
        expect(streamed.items.map(({ payload }) => payload)).toEqual(
          envelope.items.map(({ payload }) => [...payload]),
        )
        expect(streamed).toEqual(plain(decodeEnvelope(bytes)))
      }),
    )
  })

  it('agrees with decodeEnvelope() on what it refuses, and why', () => {
    const start = fc.constantFrom('{}\n', '{}\n', '{}\n', '{}', '')
    fc.assert(
      fc.property(start, nearEnvelope, cuts, (prefix, rest, places) => {
        const bytes = new Uint8Array([...utf8.encode(prefix), ...rest])
        const whole = attempt(() => plain(decodeEnvelope(bytes, smallLimits)))
        // The whole-buffer decoder knows the size beforehand; the other one may meet another fault first.
        fc.pre(bytes.length <= smallLimits.envelopeBytes)
        expect(attempt(() => stream(split(bytes, places), smallLimits))).toEqual(whole)
      }),
      { numRuns: 2000 },
    )
  })

  it('takes bytes one by one', () => {
    const padding = 'x'.repeat(2000)
    const bytes = utf8.encode(
      `{"event_id":"0123456789abcdef0123456789abcdef","padding":"${padding}"}\n{"type":"event","length":3}\nabc\n`,
    )
    const streamed = stream(
      [...bytes].map((byte) => new Uint8Array([byte])),
      defaultDecoderLimits,
    )
    expect(streamed.header?.raw['padding']).toBe(padding)
    expect(streamed.header?.eventId).toBe('0123456789abcdef0123456789abcdef')
    expect(streamed.items.map(({ payload }) => payload)).toEqual([[97, 98, 99]])
  })

  it('gives payloads as views of the chunk, without copying', () => {
    const chunk = utf8.encode('{}\n{"type":"event","length":3}\nabc\n')
    const decoder = createEnvelopeDecoder()
    decoder.push(chunk)
    decoder.next()
    decoder.next()
    const event = decoder.next()
    expect(event.kind === 'data' && event.bytes.buffer === chunk.buffer).toBe(true)
  })

  it('refuses a header line as soon as it exceeds the limit, before its end arrived', () => {
    const decoder = createEnvelopeDecoder({ ...smallLimits, envelopeBytes: 1e6 })
    decoder.push(utf8.encode('{"a":"' + 'x'.repeat(50)))
    expect(decoder.next().kind).toBe('need-data')
    decoder.push(utf8.encode('x'.repeat(10)))
    expect(() => decoder.next()).toThrow(expect.objectContaining({ code: 'too-large' }))
  })

  it('refuses a payload without length as soon as it exceeds the limit of its type', () => {
    const decoder = createEnvelopeDecoder(smallLimits)
    decoder.push(utf8.encode(`{}\n{"type":"event"}\n${'x'.repeat(21)}`))
    decoder.next()
    decoder.next()
    expect(() => decoder.next()).toThrow(expect.objectContaining({ code: 'too-large' }))
  })

  it('refuses an item by the length it announces, before its payload arrives', () => {
    const decoder = createEnvelopeDecoder(smallLimits)
    decoder.push(utf8.encode('{}\n{"type":"event","length":21}\n'))
    decoder.next()
    expect(() => decoder.next()).toThrow(expect.objectContaining({ code: 'too-large' }))
  })

  it.each([
    [60, 'passes'],
    [61, 'is refused'],
  ])('a run of %i blanks between items %s when 60 are allowed', (count, verdict) => {
    const bytes = utf8.encode(`{}\n${' '.repeat(count)}{"type":"event"}\nabc`)
    const refused = verdict === 'is refused'
    expect(attempt(() => stream(split(bytes, [20]), smallLimits)) === 'too-large').toBe(refused)
    expect(attempt(() => plain(decodeEnvelope(bytes, smallLimits))) === 'too-large').toBe(refused)
  })

  it('counts the envelope over all chunks', () => {
    const decoder = createEnvelopeDecoder({ ...smallLimits, envelopeBytes: 40, itemBytes: () => 1000 })
    decoder.push(utf8.encode('{}\n{"type":"event","length":900}\n'))
    decoder.next()
    decoder.next()
    decoder.push(utf8.encode('x'.repeat(30)))
    expect(() => decoder.next()).toThrow(expect.objectContaining({ code: 'too-large' }))
  })

  it('keeps refusing after it has refused', () => {
    const decoder = createEnvelopeDecoder()
    decoder.push(utf8.encode('[]\n{}\n'))
    expect(() => decoder.next()).toThrow(WireError)
    expect(() => decoder.next()).toThrow(WireError)
  })

  it('says end again after the end, and takes no chunk after end()', () => {
    const decoder = createEnvelopeDecoder()
    decoder.push(utf8.encode('{}'))
    decoder.end()
    expect([decoder.next().kind, decoder.next().kind, decoder.next().kind]).toEqual(['header', 'end', 'end'])
    expect(() => decoder.push(new Uint8Array(1))).toThrow(TypeError)
  })
})
