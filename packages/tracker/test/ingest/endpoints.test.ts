import { request } from 'node:http'
import { Script } from 'node:vm'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { decodeEnvelope } from '@culprit/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeBody, isDecodeRefusal } from '../../src/encoding/content-encoding.ts'
import {
  disabledKey,
  envelope,
  eventEnvelope,
  eventId,
  key,
  otherKey,
  type RunningIngest,
  slowKey,
  startIngest,
} from './start-ingest.ts'

let ingest: RunningIngest

beforeEach(async () => {
  ingest = await startIngest()
})

afterEach(async () => {
  expect(ingest.errors).toEqual([])
  await ingest.close()
})

const withKey = `?sentry_key=${key}`
const event = JSON.stringify({ event_id: eventId, message: 'hello' })

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: { readonly id?: string; readonly detail?: string; readonly causes?: readonly string[] }
}

async function send(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(ingest.url + path, { method: 'POST', ...init })
  const text = await response.text()
  const isJson = response.headers.get('content-type') === 'application/json' && text !== ''
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} }
}

function decodedEntry(index = 0): string {
  const entry = ingest.entries()[index]
  if (!entry) throw new Error('Nothing was spooled.')
  const bytes = decodeBody(entry.body, entry.meta.encoding, 1e7)
  return isDecodeRefusal(bytes) ? bytes.detail : Buffer.from(bytes).toString()
}

describe('envelope endpoint', () => {
  it('A14: answers {"id"} and spools the bytes as they came', async () => {
    const body = gzipSync(eventEnvelope)
    const answer = await send(`/api/1/envelope/${withKey}&sentry_client=sentry.javascript.node/11.0.0`, {
      body,
      headers: { 'content-encoding': 'gzip', 'user-agent': 'agent' },
    })
    expect(answer).toMatchObject({ status: 200, json: { id: eventId } })
    expect(answer.headers.get('content-type')).toBe('application/json')
    const [entry] = ingest.entries()
    expect(Buffer.from(entry?.body ?? []).equals(body)).toBe(true)
    expect(entry?.meta).toMatchObject({
      kind: 'envelope',
      projectId: 1,
      eventId,
      encoding: 'gzip',
      userAgent: 'agent',
      client: 'sentry.javascript.node/11.0.0',
      clientIp: '127.0.0.1',
    })
  })

  const encodings: readonly (readonly [
    header: string | undefined,
    encode: (text: string) => Uint8Array<ArrayBuffer>,
    stored: string,
  ])[] = [
    [undefined, Buffer.from, ''],
    ['', Buffer.from, ''],
    ['UTF-8', Buffer.from, ''],
    ['identity', Buffer.from, ''],
    ['gzip', gzipSync, 'gzip'],
    ['x-gzip', gzipSync, 'gzip'],
    ['deflate', deflateSync, 'deflate'],
    ['deflate', deflateRawSync, 'deflate'],
    ['br', brotliCompressSync, 'br'],
    ['zstd', zstdCompressSync, 'zstd'],
  ]
  it.each(encodings)('takes Content-Encoding %j (%#)', async (header, encode, stored) => {
    const answer = await send(`/api/1/envelope/${withKey}`, {
      body: encode(eventEnvelope),
      headers: header === undefined ? {} : { 'content-encoding': header },
    })
    expect(answer).toMatchObject({ status: 200, json: { id: eventId } })
    expect(ingest.entries()[0]?.meta.encoding).toBe(stored)
    expect(decodedEntry()).toBe(eventEnvelope)
  })

  it('A14: corrupted compression is 400, not 500', async () => {
    for (const encoding of ['gzip', 'deflate', 'br', 'zstd']) {
      const answer = await send(`/api/1/envelope/${withKey}`, {
        body: 'no such format',
        headers: { 'content-encoding': encoding },
      })
      expect(answer.status, encoding).toBe(400)
    }
    const cut = gzipSync(eventEnvelope).subarray(0, 40)
    expect(
      (await send(`/api/1/envelope/${withKey}`, { body: cut, headers: { 'content-encoding': 'gzip' } }))
        .status,
    ).toBe(400)
    expect(ingest.entries()).toEqual([])
  })

  it('answers 415 for an encoding it does not know', async () => {
    expect(
      (await send(`/api/1/envelope/${withKey}`, { body: 'x', headers: { 'content-encoding': 'compress' } }))
        .status,
    ).toBe(415)
  })

  it('A14: chunked transfer without a length works', async () => {
    const parts = [eventEnvelope.slice(0, 10), eventEnvelope.slice(10)]
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const part = parts.shift()
        if (part === undefined) controller.close()
        else controller.enqueue(Buffer.from(part))
      },
    })
    const answer = await send(`/api/1/envelope/${withKey}`, { body, duplex: 'half' } as RequestInit)
    expect(answer.json.id).toBe(eventId)
    expect(decodedEntry()).toBe(eventEnvelope)
  })

  const ids: readonly (readonly [name: string, body: string, id: RegExp | undefined])[] = [
    [
      'the header wins over the payload',
      envelope([['event', `{"event_id":"${'f'.repeat(32)}"}`]]),
      new RegExp(eventId),
    ],
    [
      'a dashed id is made plain',
      envelope([['event', '{}']], { event_id: '01234567-89AB-cdef-0123-456789abcdef' }),
      new RegExp(eventId),
    ],
    [
      'A6: without one in the header the payload names it',
      envelope([['event', `{"event_id":"${'f'.repeat(32)}"}`]], {}),
      /^f{32}$/,
    ],
    ['A6: without any one is made', envelope([['event', '{}']], {}), /^[0-9a-f]{32}$/],
    [
      'A6: an all-zero id is none',
      envelope([['event', '{}']], { event_id: '0'.repeat(32) }),
      /^[0-9a-f]{8}.*[1-9a-f]/,
    ],
    ['A9: no id without an event', envelope([['session', '{}']], {}), undefined],
    ['A6: an envelope of headers only is valid', '{}\n', undefined],
    ['A6: without its newline too', '{}', undefined],
  ]
  it.each(ids)('event id: %s', async (_name, body, id) => {
    const answer = await send(`/api/1/envelope/${withKey}`, { body })
    expect(answer.status).toBe(200)
    if (id) expect(answer.json.id).toMatch(id)
    else expect(answer.json).toEqual({})
    for (const { meta } of ingest.entries()) expect(meta.eventId).toBe(answer.json.id)
  })

  const lenient: readonly (readonly [name: string, body: string])[] = [
    [
      'A14: sent_at with +00:00',
      envelope([['event', '{}']], { event_id: eventId, sent_at: '2026-11-22T10:00:00+00:00' }),
    ],
    [
      'A14: a bad header must not reject the envelope',
      envelope([['event', '{}']], { event_id: eventId, sent_at: 'yesterday', sdk: 7, dsn: 'nonsense' }),
    ],
    ['a broken payload inside a sound envelope', envelope([['event', '{"half":']])],
    [
      'an unknown item beside an event',
      envelope([
        ['event', '{}'],
        ['future_thing', 'x'],
      ]),
    ],
    ['an item without a length', `{"event_id":"${eventId}"}\n{"type":"event"}\n{}`],
  ]
  it.each(lenient)('takes %s', async (_name, body) => {
    expect(await send(`/api/1/envelope/${withKey}`, { body })).toMatchObject({
      status: 200,
      json: { id: eventId },
    })
    expect(ingest.entries()).toHaveLength(1)
  })

  const malformed: readonly (readonly [name: string, body: string])[] = [
    ['an empty body', ''],
    ['no JSON', 'hello'],
    ['an item header that is no object', '{}\n[]\n{}'],
    ['an item without a type', '{}\n{"length":0}\n'],
    ['a length beyond the end', '{}\n{"type":"event","length":10}\n{}'],
    ['a length before the end', '{}\n{"type":"event","length":1}\n{}\n'],
  ]
  it.each(malformed)('answers 400 for %s', async (_name, body) => {
    const answer = await send(`/api/1/envelope/${withKey}`, { body })
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({ detail: expect.any(String), causes: expect.any(Array) })
    expect(answer.headers.get('x-sentry-error')).toBe(answer.json.detail)
    expect(ingest.losses()).toMatchObject([
      { projectId: 1, reason: 'malformed', category: 'error', quantity: 1 },
    ])
  })

  it('answers 413 for an event of more than 1 MiB', async () => {
    const body = envelope([['event', JSON.stringify({ message: 'x'.repeat(1024 * 1024) })]])
    expect((await send(`/api/1/envelope/${withKey}`, { body })).status).toBe(413)
    expect(
      (
        await send(`/api/1/envelope/${withKey}`, {
          body: gzipSync(body),
          headers: { 'content-encoding': 'gzip' },
        })
      ).status,
    ).toBe(413)
  })

  it('takes a large attachment, read in pieces, and finds the id in the event', async () => {
    const body = envelope(
      [
        ['attachment', 'y'.repeat(3_000_000)],
        ['event', `{"event_id":"${'e'.repeat(32)}"}`],
      ],
      {},
    )
    const answer = await send(`/api/1/envelope/${withKey}`, {
      body: gzipSync(body),
      headers: { 'content-encoding': 'gzip' },
    })
    expect(answer.json.id).toBe('e'.repeat(32))
    expect(decodedEntry()).toHaveLength(body.length)
  })

  it('counts and drops what is of no use, and tells the SDK to stop sending it', async () => {
    const body = envelope(
      [
        ['transaction', '{}'],
        ['transaction', '{}'],
        ['replay_event', '{}'],
        ['check_in', '{}'],
      ],
      { event_id: '0'.repeat(32) },
    )
    const answer = await send(`/api/1/envelope/${withKey}`, { body })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-sentry-rate-limits')).toBe(
      '86400:transaction;span;session;replay;profile;log_item;monitor:organization',
    )
    expect(ingest.entries()).toEqual([])
    expect(ingest.losses()).toEqual([
      { projectId: 1, source: 'server', reason: 'unsupported-item', category: 'transaction', quantity: 2 },
      { projectId: 1, source: 'server', reason: 'unsupported-item', category: 'replay', quantity: 1 },
      { projectId: 1, source: 'server', reason: 'unsupported-item', category: 'monitor', quantity: 1 },
    ])
    expect(ingest.log.recent()[0]).toMatchObject({
      status: 200,
      items: ['transaction', 'replay_event', 'check_in'],
      reason: expect.stringContaining('dropped'),
    })
  })

  it.each([
    [false, '86400:transaction;span;session;replay;profile;log_item;monitor:organization', undefined],
    [
      true,
      '86400:transaction;span;replay;profile;log_item;monitor:organization',
      '86400:transaction;span;replay;profile;log_item;monitor:organization',
    ],
  ])(
    'SES-7 A7: keeps sessions, and tells SDKs to stop them unless a rule asks: %s',
    async (asks, withOthers, alone) => {
      const all = '86400:transaction;span;session;replay;profile;log_item;monitor:organization'
      await ingest.close()
      ingest = await startIngest({ deps: { asksForSessions: (projectId) => asks && projectId === 1 } })
      const ask = async (body: string, auth = withKey, project = 1): Promise<string | null> => {
        const answer = await send(`/api/${project}/envelope/${auth}`, { body })
        expect(answer.status).toBe(200)
        return answer.headers.get('x-sentry-rate-limits')
      }
      const sessions = envelope([['sessions', '{}']], {})
      expect(await ask(sessions)).toBe(asks ? null : all)
      expect(
        await ask(
          envelope(
            [
              ['session', '{}'],
              ['replay_event', '{}'],
            ],
            {},
          ),
        ),
      ).toBe(withOthers)
      expect(await ask(envelope([['check_in', '{}']], {}))).toBe(alone ?? all)
      expect(await ask(sessions, `?sentry_key=${otherKey}`, 2)).toBe(all)
      expect(ingest.entries()).toHaveLength(3)
      expect(ingest.losses()).toMatchObject([{ category: 'monitor', quantity: 1 }])
    },
  )

  it('spools client reports and user reports', async () => {
    await send(`/api/1/envelope/${withKey}`, {
      body: envelope(
        [
          ['client_report', '{}'],
          ['user_report', '{}'],
        ],
        {},
      ),
    })
    expect(ingest.entries()).toHaveLength(1)
  })

  it('says nothing about limits when all was wanted', async () => {
    expect(
      (await send(`/api/1/envelope/${withKey}`, { body: eventEnvelope })).headers.get('x-sentry-rate-limits'),
    ).toBeNull()
  })

  it('takes every content type that browsers use to avoid a preflight', async () => {
    for (const type of [
      'application/x-sentry-envelope',
      'text/plain;charset=UTF-8',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
    ]) {
      expect(
        (await send(`/api/1/envelope/${withKey}`, { body: eventEnvelope, headers: { 'content-type': type } }))
          .status,
        type,
      ).toBe(200)
    }
  })

  it("A14: the same event id twice is 200 twice; counting it once is the digest's", async () => {
    await send(`/api/1/envelope/${withKey}`, { body: eventEnvelope })
    expect((await send(`/api/1/envelope/${withKey}`, { body: eventEnvelope })).json.id).toBe(eventId)
  })
})

describe('authentication', () => {
  const basic = `Basic ${Buffer.from(`${key}:anything`).toString('base64')}`
  const ways: readonly (readonly [name: string, path: string, headers: Record<string, string>])[] = [
    [
      'X-Sentry-Auth',
      '/api/1/envelope/',
      { 'x-sentry-auth': `Sentry sentry_version=7, sentry_client=a/1, sentry_key=${key}` },
    ],
    [
      'X-Sentry-Auth in another case, with a secret',
      '/api/1/envelope/',
      { 'x-sentry-auth': `sentry sentry_version=5,sentry_key=${key},sentry_secret=x,sentry_timestamp=1` },
    ],
    ['Authorization: Sentry', '/api/1/envelope/', { authorization: `Sentry sentry_key=${key}` }],
    ['Authorization: Basic', '/api/1/envelope/', { authorization: basic }],
    ['the query', `/api/1/envelope/?sentry_key=${key}&sentry_version=7`, {}],
    ['the query, old version', `/api/1/envelope/?sentry_key=${key}&sentry_version=4`, {}],
    ['no slash at the end', `/api/1/envelope?sentry_key=${key}`, {}],
    ['repeated slashes', `//api//1///envelope//?sentry_key=${key}`, {}],
  ]
  it.each(ways)('accepts %s', async (_name, path, headers) => {
    expect(await send(path, { body: eventEnvelope, headers })).toMatchObject({
      status: 200,
      json: { id: eventId },
    })
  })

  it('accepts the DSN in the envelope header alone', async () => {
    const body = envelope([['event', '{}']], { event_id: eventId, dsn: `https://${key}@sentry.example/1` })
    expect((await send('/api/1/envelope/', { body })).status).toBe(200)
    expect(ingest.entries()).toHaveLength(1)
  })

  it('accepts the key in the path', async () => {
    expect((await send(`/api/1/cron/nightly/${key}/`)).status).toBe(202)
  })

  interface RefusedCase {
    readonly name: string
    readonly status: number
    readonly path: string
    readonly headers?: Record<string, string>
    readonly body?: string
  }
  const plain = '/api/1/envelope/'
  const withDsn = (dsn: string): string => envelope([['event', '{}']], { dsn })
  const refused: readonly RefusedCase[] = [
    { name: 'nothing at all', status: 401, path: plain },
    {
      name: 'two places at once',
      status: 401,
      path: plain + withKey,
      headers: { 'x-sentry-auth': `Sentry sentry_key=${key}` },
    },
    { name: 'a header that is none', status: 401, path: plain, headers: { 'x-sentry-auth': 'Bearer x' } },
    { name: 'a version of the future', status: 400, path: `${plain}${withKey}&sentry_version=9` },
    { name: 'a key that is none', status: 400, path: `${plain}?sentry_key=abc` },
    { name: 'a project that is no number', status: 400, path: `/api/abc/envelope/${withKey}` },
    { name: 'an unknown key', status: 403, path: `${plain}?sentry_key=${'9'.repeat(32)}` },
    { name: 'the key of another project', status: 403, path: `${plain}?sentry_key=${otherKey}` },
    { name: 'a disabled key', status: 403, path: `${plain}?sentry_key=${disabledKey}` },
    {
      name: 'a DSN of another project in the header',
      status: 400,
      path: plain,
      body: withDsn(`https://${key}@h/2`),
    },
    {
      name: 'a DSN in the header that contradicts',
      status: 400,
      path: plain + withKey,
      body: withDsn(`https://${otherKey}@h/1`),
    },
    {
      name: 'an unknown DSN in the header',
      status: 403,
      path: plain,
      body: withDsn(`https://${'9'.repeat(32)}@h/1`),
    },
  ]
  it.each(refused)(
    'refuses $name with $status',
    async ({ status, path, headers = {}, body = eventEnvelope }) => {
      const answer = await send(path, { body, headers })
      expect(answer.status).toBe(status)
      expect(answer.json).toMatchObject({ detail: expect.any(String), causes: [] })
      expect(answer.headers.get('x-sentry-error')).toBe(answer.json.detail)
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      expect(ingest.entries()).toEqual([])
      expect(ingest.losses().reduce((sum, { quantity }) => sum + quantity, 0)).toBe(1)
      expect(ingest.log.recent()[0]).toMatchObject({ status, reason: answer.json.detail })
    },
  )

  it('shows the DSN it understood', async () => {
    const answer = await send(`/api/7/envelope/${withKey}`, { body: eventEnvelope })
    const dsn = `http://${key}@${new URL(ingest.url).host}/7`
    expect(answer.json.detail).toContain(dsn)
    expect(ingest.log.recent()[0]).toMatchObject({ dsnSeen: dsn, pathProject: '7' })
  })
})

describe('store endpoint', () => {
  it('takes JSON from curl', async () => {
    const answer = await send('/api/1/store/', {
      body: event,
      headers: {
        'x-sentry-auth': `Sentry sentry_key=${key}, sentry_version=7`,
        'content-type': 'application/json',
      },
    })
    expect(answer).toMatchObject({ status: 200, json: { id: eventId } })
    expect(ingest.entries()[0]?.meta).toMatchObject({ kind: 'event', eventId })
  })

  it('takes what raven sends: base64 of deflated JSON', async () => {
    const body = deflateSync(event).toString('base64')
    const headers = {
      'x-sentry-auth': `Sentry sentry_version=5, sentry_key=${key}, sentry_client=raven-node/2.6.4`,
      'content-type': 'application/octet-stream',
    }
    expect((await send('/api/1/store/', { body, headers })).json.id).toBe(eventId)
    expect(decodedEntry()).toBe(body)
    expect(
      (await send('/api/1/store/', { body: Buffer.from(event).toString('base64'), headers })).json.id,
    ).toBe(eventId)
  })

  it('takes the oldest path, without a project', async () => {
    expect((await send(`/api/store/${withKey}`, { body: event })).json.id).toBe(eventId)
    expect(ingest.entries()[0]?.meta.projectId).toBe(1)
  })

  it('takes an image request and answers a GIF', async () => {
    const data = encodeURIComponent(deflateSync(event).toString('base64'))
    const response = await fetch(`${ingest.url}/api/1/store/${withKey}&sentry_data=${data}`)
    expect(response.headers.get('content-type')).toBe('image/gif')
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 6)
        .toString(),
    ).toBe('GIF89a')
    expect(ingest.entries()[0]?.meta.eventId).toBe(eventId)
  })

  it('takes an envelope that says it is one', async () => {
    expect(
      (
        await send(`/api/1/store/${withKey}`, {
          body: eventEnvelope,
          headers: { 'content-type': 'application/x-sentry-envelope' },
        })
      ).json.id,
    ).toBe(eventId)
    expect(ingest.entries()[0]?.meta.kind).toBe('envelope')
  })

  it('takes bare NaN and Infinity', async () => {
    expect(
      (
        await send(`/api/1/store/${withKey}`, {
          body: `{"event_id":"${eventId}","extra":{"a":NaN,"b":-Infinity}}`,
        })
      ).json.id,
    ).toBe(eventId)
  })

  it('A14: a missing event id is made up', async () => {
    expect((await send(`/api/1/store/${withKey}`, { body: '{}' })).json.id).toMatch(/^[0-9a-f]{32}$/)
  })

  it('counts and drops transactions', async () => {
    const answer = await send(`/api/1/store/${withKey}`, { body: '{"type":"transaction"}' })
    expect(answer.headers.get('x-sentry-rate-limits')).toContain('transaction')
    expect(ingest.entries()).toEqual([])
  })

  const bad: readonly (readonly [name: string, body: string])[] = [
    ['an empty body', ''],
    ['broken JSON', '{"a":'],
    ['an array in base64', Buffer.from('[1]').toString('base64')],
    ['neither JSON nor base64', '<html>'],
    ['a bad event id', '{"event_id":"42"}'],
  ]
  it.each(bad)('answers 400 for %s', async (_name, body) => {
    expect((await send(`/api/1/store/${withKey}`, { body })).status).toBe(400)
  })

  it('answers 413 for more than 1 MiB, plain and compressed', async () => {
    const body = JSON.stringify({ message: 'x'.repeat(1024 * 1024) })
    expect((await send(`/api/1/store/${withKey}`, { body })).status).toBe(413)
    expect(
      (
        await send(`/api/1/store/${withKey}`, {
          body: gzipSync(body),
          headers: { 'content-encoding': 'gzip' },
        })
      ).status,
    ).toBe(413)
    expect(
      (await send(`/api/1/store/${withKey}`, { body: deflateSync(body).toString('base64') })).status,
    ).toBe(413)
  })
})

describe('security endpoint', () => {
  const report = JSON.stringify({
    'csp-report': { 'document-uri': 'https://a/', 'violated-directive': 'script-src' },
  })

  it('takes a policy report with its release and environment', async () => {
    const path = `/api/1/security/${withKey}&sentry_release=r1&sentry_environment=prod`
    const answer = await send(path, { body: report, headers: { 'content-type': 'application/csp-report' } })
    expect(answer).toMatchObject({ status: 200, text: '' })
    expect(ingest.entries()[0]?.meta).toMatchObject({ kind: 'security', release: 'r1', environment: 'prod' })
  })

  it.each([
    'application/json; charset=utf-8',
    'application/expect-ct-report+json',
    'application/expect-staple-report',
    'application/reports+json',
  ])('takes %s', async (type) => {
    expect(
      (await send(`/api/1/csp-report/${withKey}`, { body: report, headers: { 'content-type': type } }))
        .status,
    ).toBe(200)
  })

  it('answers 415 for other types and 400 for no JSON', async () => {
    expect(
      (await send(`/api/1/security/${withKey}`, { body: report, headers: { 'content-type': 'text/html' } }))
        .status,
    ).toBe(415)
    expect(
      (
        await send(`/api/1/security/${withKey}`, {
          body: 'x',
          headers: { 'content-type': 'application/csp-report' },
        })
      ).status,
    ).toBe(400)
    expect(ingest.losses()).toMatchObject([
      { reason: 'unsupported-media', category: 'security' },
      { reason: 'malformed', category: 'security' },
    ])
  })
})

describe('minidump and attachments', () => {
  function dump(fields: Record<string, string> = {}): FormData {
    const form = new FormData()
    form.set('upload_file_minidump', new Blob(['MDMP dump']), 'crash.dmp')
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    return form
  }

  function itemsOf(index = 0): readonly {
    type: string
    payload: string
    filename: string | undefined
    attachmentType: string | undefined
  }[] {
    return decodeEnvelope(Buffer.from(decodedEntry(index))).items.map(({ header, payload }) => ({
      type: header.type,
      payload: Buffer.from(payload).toString(),
      filename: header.filename,
      attachmentType: header.attachmentType,
    }))
  }

  it('makes an event of a dump and answers the dashed id as text', async () => {
    const fields = {
      sentry: `{"event_id":"${eventId}","release":"r1"}`,
      'sentry[tags][os]': 'linux',
      guid: 'g',
      'sentry[__proto__][x]': 'y',
    }
    const answer = await send(`/api/1/minidump${withKey}`, { body: dump(fields) })
    expect(answer).toMatchObject({ status: 200, text: '01234567-89ab-cdef-0123-456789abcdef' })
    expect(answer.headers.get('content-type')).toBe('text/plain')
    const [made, file] = itemsOf()
    expect(JSON.parse(made?.payload ?? '')).toMatchObject({
      release: 'r1',
      tags: { os: 'linux' },
      extra: { guid: 'g' },
      platform: 'native',
      level: 'fatal',
    })
    expect(file).toEqual({
      type: 'attachment',
      payload: 'MDMP dump',
      filename: 'crash.dmp',
      attachmentType: 'event.minidump',
    })
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })

  it('puts chunked fields together, and takes a dump that is the whole body', async () => {
    await send(`/api/1/minidump/${withKey}`, { body: dump({ sentry__2: '"r2"}', sentry__1: '{"release":' }) })
    expect(JSON.parse(itemsOf()[0]?.payload ?? '')).toMatchObject({ release: 'r2' })
    expect(
      (
        await send(`/api/1/minidump/${withKey}`, {
          body: 'MDMP',
          headers: { 'content-type': 'application/x-dmp' },
        })
      ).status,
    ).toBe(200)
  })

  it('answers 400 without a dump or with a broken form, 415 for no form', async () => {
    const form = new FormData()
    form.set('sentry', '{}')
    expect((await send(`/api/1/minidump/${withKey}`, { body: form })).status).toBe(400)
    expect(
      (
        await send(`/api/1/minidump/${withKey}`, {
          body: 'x',
          headers: { 'content-type': 'multipart/form-data; boundary=b' },
        })
      ).status,
    ).toBe(400)
    expect(
      (
        await send(`/api/1/minidump/${withKey}`, {
          body: '{}',
          headers: { 'content-type': 'application/json' },
        })
      ).status,
    ).toBe(415)
  })

  it('takes files for an event', async () => {
    const form = new FormData()
    form.set('log', new Blob(['line'], { type: 'text/plain' }), 'app.log')
    expect(await send(`/api/1/events/${eventId}/attachments/${withKey}`, { body: form })).toMatchObject({
      status: 201,
      text: '',
    })
    expect(itemsOf()).toEqual([
      { type: 'attachment', payload: 'line', filename: 'app.log', attachmentType: 'event.attachment' },
    ])
    expect(ingest.entries()[0]?.meta.eventId).toBe(eventId)
    expect((await send(`/api/1/events/nonsense/attachments/${withKey}`, { body: form })).status).toBe(400)
  })
})

describe('what is accepted and dropped', () => {
  it.each([
    [`/api/1/nel/${withKey}`, 200],
    [`/api/1/unreal/${key}/`, 200],
    [`/api/1/cron/nightly${withKey}`, 202],
    [`/api/1/otlp/v1/traces${withKey}`, 200],
    [`/api/1/integration/otlp/v1/logs/${withKey}`, 200],
    [`/api/1/playstation/${withKey}`, 200],
  ])('%s answers %i', async (path, status) => {
    expect((await send(path, { body: 'x'.repeat(100_000) })).status).toBe(status)
    expect(ingest.entries()).toEqual([])
    expect(ingest.losses()).toMatchObject([{ projectId: 1, reason: 'unsupported-item', quantity: 1 }])
  })

  it('still wants to know who sends it', async () => {
    expect((await send('/api/1/cron/nightly/')).status).toBe(401)
  })
})

describe('error page', () => {
  const query = `?dsn=${encodeURIComponent(`http://${key}@localhost/1`)}&eventId=${eventId}`

  it('answers a script in which nothing from the URL is markup', async () => {
    const answer = await send(
      `/api/embed/error-page/${query}&name=${encodeURIComponent('</script><script>alert(1)//\u2028')}`,
      { method: 'GET' },
    )
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(answer.text).not.toContain('</script>')
    expect(() => new Script(answer.text)).not.toThrow()
    expect(answer.text).not.toMatch(/innerHTML|document\.write/)
  })

  it('saves what the visitor wrote', async () => {
    const body = new URLSearchParams({ name: 'Ann', email: 'ann@example.org', comments: 'I clicked.' })
    const answer = await send(`/api/embed/error-page/${query}`, { body })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(decodedEntry()).toContain(`"comments":"I clicked."`)
    expect(decodedEntry()).toContain('user_report')
  })

  it('thanks with a page whoever sent the form without scripts', async () => {
    const body = new URLSearchParams({ comments: 'I clicked.' })
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
    const answer = await send(`/api/embed/error-page/${query}`, { body, headers })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.text).toContain('<h1>Thank you</h1>')
    expect(decodedEntry()).toContain(`"comments":"I clicked."`)
  })

  it('refuses an empty report, an unknown DSN and a bad id', async () => {
    expect((await send(`/api/embed/error-page/${query}`, { body: 'comments=+' })).status).toBe(400)
    expect(
      (
        await send(`/api/embed/error-page/?dsn=http://${'9'.repeat(32)}@h/1&eventId=${eventId}`, {
          method: 'GET',
        })
      ).status,
    ).toBe(403)
    expect(
      (await send(`/api/embed/error-page/?dsn=http://${key}@h/1&eventId=x`, { method: 'GET' })).status,
    ).toBe(400)
    expect((await send('/api/embed/error-page/', { method: 'GET' })).status).toBe(400)
  })
})

describe('behind a proxy', () => {
  it("takes the path of the base URL and the client's address, when the proxy is trusted", async () => {
    await ingest.close()
    ingest = await startIngest({
      deps: { baseUrl: () => 'https://errors.example/sub/path', trustProxy: true },
    })
    const headers = { 'x-forwarded-for': '203.0.113.9, 10.0.0.1' }
    expect(
      (await send(`/sub/path/api/1/envelope/${withKey}`, { body: eventEnvelope, headers })).json.id,
    ).toBe(eventId)
    expect(ingest.entries()[0]?.meta.clientIp).toBe('203.0.113.9')
    const answer = await send(`/sub/path/api/9/envelope/${withKey}`, { body: eventEnvelope })
    expect(answer.json.detail).toContain(`https://${key}@127.0.0.1:`)
    expect(answer.json.detail).toMatch(/\/sub\/path\/9$/)
  })

  it('does not believe X-Forwarded-For otherwise', async () => {
    await send(`/api/1/envelope/${withKey}`, {
      body: eventEnvelope,
      headers: { 'x-forwarded-for': '203.0.113.9' },
    })
    expect(ingest.entries()[0]?.meta.clientIp).toBe('127.0.0.1')
  })
})

describe('every answer', () => {
  it('carries the CORS headers, errors too', async () => {
    for (const path of [
      `/api/1/envelope/${withKey}`,
      '/api/1/envelope/',
      '/api/1/nothing/',
      '/api/1/envelope/?sentry_key=x',
    ]) {
      const answer = await send(path, { body: '?' })
      expect(answer.headers.get('access-control-allow-origin'), path).toBe('*')
      expect(answer.headers.get('access-control-expose-headers'), path).toBe(
        'x-sentry-error, x-sentry-rate-limits, retry-after',
      )
    }
  })

  it('tells a browser that it may send', async () => {
    const answer = await send('/api/1/envelope/', { method: 'OPTIONS' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST')
    expect(answer.headers.get('access-control-allow-headers')).toContain('x-sentry-auth')
    expect(answer.headers.get('access-control-max-age')).toBe('3600')
  })

  it('is 404 for an unknown path and 405 for a wrong method', async () => {
    expect((await send(`/api/1/nothing/${withKey}`)).status).toBe(404)
    expect((await send(`/api/1/envelope/${withKey}`, { method: 'GET' })).status).toBe(405)
  })

  it('answers the health checks of relays', async () => {
    expect(await send('/api/relay/healthcheck/live/', { method: 'GET' })).toMatchObject({
      status: 200,
      text: '{"is_healthy":true}',
    })
    expect((await send('/api/relay/healthcheck/ready/', { method: 'GET' })).status).toBe(200)
  })

  it('counts a client that leaves in the middle, and gives its memory back', async () => {
    const { port } = new URL(ingest.url)
    await new Promise<void>((resolve) => {
      const req = request({
        port,
        method: 'POST',
        path: `/api/1/envelope/${withKey}`,
        headers: { 'content-length': 1000 },
      })
      req.on('error', () => resolve())
      req.write('{}')
      setTimeout(() => req.destroy(), 50)
    })
    await expect.poll(() => ingest.losses().map(({ reason }) => reason)).toEqual(['client-aborted'])
    expect(ingest.admission.bytesInFlight()).toBe(0)
  })
})

describe('limits', () => {
  it("answers 429 above a key's limit, with both headers, before anything is written", async () => {
    const statuses = []
    for (let index = 0; index < 5; index += 1)
      statuses.push((await send(`/api/1/envelope/?sentry_key=${slowKey}`, { body: eventEnvelope })).status)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
    const answer = await send(`/api/1/envelope/?sentry_key=${slowKey}`, { body: eventEnvelope })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(answer.headers.get('x-sentry-rate-limits')).toMatch(/^\d+::key:rate_limited$/)
    expect(ingest.entries()).toHaveLength(3)
    expect((await send(`/api/1/envelope/${withKey}`, { body: eventEnvelope })).status).toBe(200)
    expect(ingest.losses()).toMatchObject([{ reason: 'rate-limited', quantity: 3 }])
  })

  it('takes client reports above the limit, since they are no events', async () => {
    const path = `/api/1/envelope/?sentry_key=${slowKey}`
    for (let index = 0; index < 3; index += 1) await send(path, { body: eventEnvelope })
    expect((await send(path, { body: envelope([['client_report', '{}']], {}) })).status).toBe(200)
    expect((await send(path, { body: eventEnvelope })).status).toBe(429)
    expect((await send(path, { body: `${eventEnvelope}${' '.repeat(3000)}` })).status).toBe(429)
    expect(ingest.losses()).toMatchObject([{ reason: 'rate-limited', category: 'error', quantity: 2 }])
  })

  it('keeps the limit exactly when requests come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        send(`/api/1/envelope/?sentry_key=${slowKey}`, { body: eventEnvelope }),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3)
  })
})
