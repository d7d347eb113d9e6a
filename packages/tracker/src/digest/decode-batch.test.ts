import { gzipSync, deflateSync } from 'node:zlib'
import { encodeEnvelope } from '@culprit/wire'
import { describe, expect, it } from 'vitest'
import type { DigestBatch } from '../domain/digest-plan.ts'
import { decodeSlot } from '../encoding/payload-block.ts'
import type { SpooledEntry, SpoolMeta, SpoolReader } from '../ports/spool.ts'
import { createBatchDecoder, type BatchDecoderDeps } from './decode-batch.ts'
import type { DecoderMessage } from './decoder-port.ts'
import type { EventPipeline } from './pipeline.ts'
import { serveDecoder } from './serve-decoder.ts'

const received = Date.UTC(2026, 10, 22, 12)
const id = (n: number): string => n.toString(16).padStart(32, '0')
const meta: SpoolMeta = { kind: 'envelope', projectId: 1, received, encoding: '' }

interface Spooled {
  readonly body: Uint8Array
  readonly meta?: Partial<SpoolMeta>
  readonly attempts?: number
}

/** A lane in memory that remembers every mark. */
function fakeReader(
  spooled: readonly Spooled[],
): SpoolReader & { readonly marks: (readonly [offset: number, attempts: number])[] } {
  const marks: (readonly [number, number])[] = []
  const entries = spooled.map((each, index): SpooledEntry => {
    const at = { segment: 1, offset: index * 10 }
    return {
      meta: { ...meta, ...each.meta },
      body: each.body,
      at,
      next: { segment: 1, offset: index * 10 + 10 },
      attempts: each.attempts ?? 0,
    }
  })
  return {
    marks,
    read: () => ({ entries, next: { segment: 1, offset: entries.length * 10 }, skipped: 0 }),
    mark: (_lane, at, attempts) => marks.push([at.offset, attempts]),
    close: () => undefined,
  }
}

const range = {
  from: { segment: 1, offset: 0 },
  end: { segment: 2, offset: 0 },
  maxEntries: 100,
  maxBytes: 1e6,
}

function decode(spooled: readonly Spooled[], more: Partial<BatchDecoderDeps> = {}): DigestBatch {
  return createBatchDecoder({ reader: fakeReader(spooled), storeAttachments: false, ...more }).decode(
    'main',
    range,
  )
}

function item(
  type: string,
  payload: unknown,
  header: Record<string, unknown> = {},
): { header: { type: string }; payload: Uint8Array } {
  const bytes =
    payload instanceof Uint8Array
      ? payload
      : new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload))
  return { header: { type, ...header }, payload: bytes }
}

function envelope(
  items: ReturnType<typeof item>[],
  header: { eventId?: string; sentAt?: number } = { eventId: id(1) },
): Uint8Array {
  return encodeEnvelope({ header, items })
}

const errorEvent = { exception: [{ type: 'TypeError', value: 'boom' }] }
const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

describe('createBatchDecoder', () => {
  it('turns an envelope into a row and a payload', () => {
    const batch = decode([{ body: envelope([item('event', errorEvent)]) }])
    const [row] = batch.events
    expect(row).toMatchObject({
      eventId: id(1),
      projectId: 1,
      type: 'error',
      title: 'TypeError: boom',
      block: 0,
      slot: 0,
      received,
    })
    const stored = decodeSlot(batch.blocks[0] ?? new Uint8Array(), 0)
    expect(stored.exceptions[0]).toEqual({ type: 'TypeError', value: 'boom' })
    expect(batch.upTo).toEqual({ segment: 1, offset: 10 })
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ] as const)('undoes %s', (encoding, compress) => {
    const body = compress(envelope([item('event', errorEvent)]))
    expect(decode([{ body, meta: { encoding } }]).events).toHaveLength(1)
  })

  it('reads store bodies as JSON and as base64 of zlib', () => {
    const old = new TextEncoder().encode(deflateSync(text(errorEvent)).toString('base64'))
    const store = { kind: 'event', eventId: id(7) } as const
    const batch = decode([
      { body: text(errorEvent), meta: store },
      { body: old, meta: { ...store, eventId: id(8) } },
    ])
    expect(batch.events.map(({ eventId }) => eventId)).toEqual([id(7), id(8)])
  })

  it("prefers the answered id, then the header's, then the payload's; without any it makes the same one each time", () => {
    const sent = { ...errorEvent, event_id: id(3) }
    const ids = (spooled: Spooled): readonly string[] =>
      decode([spooled]).events.map(({ eventId }) => eventId)
    expect(
      ids({ body: envelope([item('event', sent)], { eventId: id(2) }), meta: { eventId: id(1) } }),
    ).toEqual([id(1)])
    expect(ids({ body: envelope([item('event', sent)], { eventId: id(2) }) })).toEqual([id(2)])
    expect(ids({ body: envelope([item('event', sent)], {}) })).toEqual([id(3)])
    const none = { body: envelope([item('event', errorEvent)], {}) }
    expect(ids(none)[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(ids(none)).toEqual(ids(none))
  })

  it('gives a second event of an envelope an id of its own', () => {
    const batch = decode([
      { body: envelope([item('event', errorEvent), item('event', { ...errorEvent, event_id: id(9) })]) },
    ])
    expect(batch.events.map(({ eventId }) => eventId)).toEqual([id(1), id(9)])
  })

  it("corrects a drifting clock by the envelope's sent_at", () => {
    const sentAt = received - 7_200_000
    const batch = decode([
      {
        body: envelope([item('event', { ...errorEvent, timestamp: sentAt / 1000 - 5 })], {
          eventId: id(1),
          sentAt,
        }),
      },
    ])
    expect(batch.events[0]?.timestamp).toBe(received - 5000)
  })

  it('drops and counts what is no event, and goes on', () => {
    const batch = decode([
      { body: envelope([item('event', '[1]')]) },
      { body: envelope([item('event', '{broken')]) },
      { body: envelope([item('event', { type: 'transaction' })]) },
      { body: new TextEncoder().encode('no envelope') },
      { body: gzipSync('x').subarray(0, 5), meta: { encoding: 'gzip' } },
      { body: envelope([item('event', errorEvent)]) },
    ])
    expect(batch.events).toHaveLength(1)
    expect(batch.outcomes.map(({ reason, quantity }) => [reason, quantity])).toEqual([
      ['invalid-event', 2],
      ['unsupported-item', 1],
      ['malformed', 2],
    ])
  })

  it('counts items of other types by their category', () => {
    const batch = decode([
      {
        body: envelope([
          item('transaction', {}),
          item('check_in', {}),
          item('something_new', {}),
          item('log', {}),
        ]),
      },
    ])
    expect(batch.outcomes.map(({ category, reason }) => [category, reason])).toEqual(
      ['transaction', 'monitor', 'default', 'log_item'].map((category) => [category, 'unsupported-item']),
    )
  })

  it('SES-2 takes sessions, and counts each that is left out with its reason', () => {
    const sid = id(7)
    const line = { started: new Date(received).toISOString(), exited: 2, crashed: 1 }
    const { sessions, outcomes } = decode([
      {
        body: envelope([
          item('session', { sid, init: true, attrs: { environment: 'production' } }),
          item('session', { sid: 'x' }),
          item('session', '{broken'),
          item('sessions', { aggregates: [line, { ...line, exited: -1 }] }),
        ]),
      },
      { body: envelope(Array.from({ length: 102 }, () => item('session', { sid }))) },
      {
        body: envelope(
          Array.from({ length: 12 }, () => item('sessions', { aggregates: Array(100).fill(line) })),
        ),
      },
    ])
    expect(sessions).toHaveLength(2 + 100 + 1000)
    expect(sessions.slice(0, 2)).toMatchObject([
      { kind: 'update', sid, environment: 'production' },
      { kind: 'aggregate', started: 3, crashed: 1 },
    ])
    expect(outcomes.map(({ category, reason, quantity }) => [category, reason, quantity])).toEqual([
      ['session', 'accepted', 2 + 100 + 10],
      ['session', 'invalid-event', 3],
      ['session', 'too-large', 2 + 200],
    ])
  })

  it('counts every entry of each project once, whatever comes of it', () => {
    const batch = decode([
      { body: envelope([item('event', errorEvent), item('event', errorEvent)]) },
      { body: envelope([item('transaction', {})]), meta: { projectId: 2 } },
      { body: Buffer.from('no envelope') },
      { body: envelope([item('event', errorEvent)]), attempts: 2 },
    ])
    expect(batch.entries).toEqual([
      { projectId: 1, entries: 3 },
      { projectId: 2, entries: 1 },
    ])
  })

  it('keeps user reports and feedback', () => {
    const feedback = {
      contexts: { feedback: { message: 'Broken!', contact_email: 'a@b.c', associated_event_id: id(5) } },
    }
    const report = { event_id: id(4), name: 'Jo', email: 'j@o.io', comments: 'Help' }
    const { userReports } = decode([
      { body: envelope([item('user_report', report), item('feedback', feedback), item('user_report', {})]) },
    ])
    expect(userReports).toEqual([
      { projectId: 1, eventId: id(4), received, name: 'Jo', email: 'j@o.io', comments: 'Help' },
      { projectId: 1, eventId: id(5), received, name: '', email: 'a@b.c', comments: 'Broken!' },
    ])
  })

  it('adds up what SDKs say they lost', () => {
    const report = {
      discarded_events: [
        { reason: 'sample_rate', category: 'error', quantity: 3 },
        { reason: 'x', category: 'odd', quantity: 1 },
      ],
    }
    const { outcomes } = decode([
      { body: envelope([item('client_report', report)], {}) },
      { body: envelope([item('client_report', report)], {}) },
    ])
    expect(outcomes.filter(({ source }) => source === 'sdk')).toEqual([
      { projectId: 1, source: 'sdk', reason: 'sample_rate', category: 'error', quantity: 6 },
      { projectId: 1, source: 'sdk', reason: 'x', category: 'default', quantity: 2 },
    ])
  })

  it('notes attachments, with their bytes only when told so', () => {
    const body = envelope([
      item('event', errorEvent),
      item('attachment', new Uint8Array([1, 2]), { filename: 'a.bin', attachmentType: 'event.minidump' }),
    ])
    const [note] = decode([{ body }]).attachments
    expect(note).toMatchObject({
      eventId: id(1),
      filename: 'a.bin',
      attachmentType: 'event.minidump',
      bytes: 2,
    })
    expect(note?.body).toBeUndefined()
    expect(decode([{ body }], { storeAttachments: true }).attachments[0]?.body).toEqual(
      new Uint8Array([1, 2]),
    )
  })

  it('reads policy reports in both forms', () => {
    const old = { 'csp-report': { 'effective-directive': 'img-src', 'blocked-uri': 'https://e.io/x' } }
    const api = [
      {
        type: 'csp-violation',
        url: 'https://a.io',
        body: { effectiveDirective: 'img-src', blockedURL: 'https://e.io/y' },
      },
      { type: 'deprecation', body: {} },
    ]
    const security = { kind: 'security', release: '1.0' } as const
    const { events } = decode([
      { body: text(old), meta: security },
      { body: text(api), meta: security },
    ])
    expect(events.map(({ type, release, hash }) => [type, release, hash === events[0]?.hash])).toEqual([
      ['csp', '1.0', true],
      ['csp', '1.0', true],
    ])
  })

  it('packs payloads by issue, 16 to a block, and keeps the rows in order', () => {
    const spooled = Array.from({ length: 40 }, (_, n) => ({
      body: envelope([item('event', { exception: [{ type: `E${n % 2}`, value: `v${n}` }] })], {
        eventId: id(n + 1),
      }),
    }))
    const batch = decode(spooled)
    expect(batch.blocks).toHaveLength(3)
    expect(batch.events.map(({ eventId }) => eventId)).toEqual(spooled.map((_, n) => id(n + 1)))
    for (const row of batch.events)
      expect(decodeSlot(batch.blocks[row.block] ?? new Uint8Array(), row.slot).id).toBe(row.eventId)
  })
})

describe('createBatchDecoder: attempts', () => {
  const body = envelope([item('event', errorEvent)])

  it('records an attempt before each entry and takes it back after', () => {
    const reader = fakeReader([{ body }, { body, attempts: 1 }])
    createBatchDecoder({ reader, storeAttachments: false }).decode('main', range)
    expect(reader.marks).toEqual([
      [0, 1],
      [0, 0],
      [10, 2],
      [10, 0],
    ])
  })

  it('parks an entry that was begun twice, and digests the rest', () => {
    const batch = decode([
      { body, attempts: 2, meta: { eventId: id(1) } },
      { body: envelope([item('event', errorEvent)], { eventId: id(2) }) },
    ])
    expect(batch.events.map(({ eventId }) => eventId)).toEqual([id(2)])
    expect(batch.parked).toMatchObject([{ projectId: 1, eventId: id(1), raw: body }])
    expect(batch.outcomes).toMatchObject([{ reason: 'parked', quantity: 1 }])
  })

  it('parks an entry whose fold throws, with the error', () => {
    const boom: EventPipeline[1] = {
      name: 'normalise',
      run: () => {
        throw new RangeError('boom')
      },
    }
    const pass = { name: 'pass', run: (value: never) => ({ kind: 'ok', value }) as const }
    const batch = decode([{ body }], { pipeline: [pass, boom, pass, pass] })
    expect(batch.parked).toMatchObject([{ error: 'RangeError: boom' }])
    expect(batch.events).toEqual([])
  })
})

describe('serveDecoder', () => {
  it('says what it claimed before it decodes, then what it decoded', () => {
    const said: DecoderMessage[] = []
    const decoder = createBatchDecoder({
      reader: fakeReader([{ body: envelope([item('event', errorEvent)]) }]),
      storeAttachments: false,
    })
    const work = serveDecoder({ decoder, post: (message) => said.push(message) })
    work({ id: 4, lane: 'main', range, attributes: ['http.url'] })
    expect(said.map(({ kind }) => kind)).toEqual(['claimed', 'decoded'])
    expect(said[0]).toMatchObject({ job: 4, next: { segment: 1, offset: 10 }, entries: 1 })
  })

  it('ALR-20 takes along what rules ask for and rows do not hold', () => {
    const said: DecoderMessage[] = []
    const sent = {
      exception: {
        values: [
          { type: 'CauseError', value: 'a' },
          { type: 'RaisedError', value: 'b' },
        ],
      },
      request: { url: 'https://shop.example/checkout?a=1', method: 'POST' },
      user: { email: 'ada@example.org' },
      contexts: { os: { name: 'Linux' } },
    }
    const reader = fakeReader([{ body: envelope([item('event', JSON.stringify(sent))]) }])
    const decoder = createBatchDecoder({ reader, storeAttachments: false })
    const attributes = ['http.url', 'exception.type', 'user.email', 'stacktrace.filename'] as const
    serveDecoder({ decoder, post: (message) => said.push(message) })({
      id: 1,
      lane: 'main',
      range,
      attributes,
    })
    const decoded = said.find((message) => message.kind === 'decoded')
    expect(decoded?.batch.events[0]?.attributes).toEqual({
      'http.url': ['https://shop.example/checkout'],
      'exception.type': ['CauseError', 'RaisedError'],
      'user.email': ['ada@example.org'],
    })
  })

  it('answers failed when the spool cannot be read', () => {
    const said: DecoderMessage[] = []
    const reader: SpoolReader = {
      read: () => {
        throw new Error('EIO')
      },
      mark: () => undefined,
      close: () => undefined,
    }
    serveDecoder({
      decoder: createBatchDecoder({ reader, storeAttachments: false }),
      post: (message) => said.push(message),
    })({ id: 1, lane: 'main', range, attributes: [] })
    expect(said).toEqual([{ kind: 'failed', job: 1, error: 'Error: EIO' }])
  })
})
