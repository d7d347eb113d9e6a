import { createHttpSink, createTempDir, sampleNow, type HttpSink, type TempDir } from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openReader, type SqliteReader } from '../engines/sqlite/open-reader.ts'
import { openWriter } from '../engines/sqlite/open-writer.ts'
import type { SqliteWriter } from '../engines/sqlite/sqlite-writer.ts'
import { createAddressGuard, noPrivateAccess, type PrivateAccess } from '../notify/address-guard.ts'
import { createTestDestination } from '../notify/test-destination.ts'
import { hashSecret } from '../query/session-cookie.ts'
import { createApi, type Api } from './router.ts'

const token = 'a-token-of-more-than-16'
const baseUrl = 'https://errors.example.org'

let temp: TempDir
let writer: SqliteWriter
let reader: SqliteReader
let sink: HttpSink
let api: Api

function openApi(access: PrivateAccess): Api {
  const testDestination = createTestDestination({
    guard: createAddressGuard(access),
    now: () => sampleNow,
    monotonic: () => performance.now(),
    userAgent: 'Culprit/test',
    baseUrl,
    random: (length) => new Uint8Array(length),
  })
  return createApi({
    reads: reader.reads,
    commands: writer.commands,
    clock: () => sampleNow,
    config: { baseUrl, apiTokenHash: hashSecret(token), version: '0.1.0' },
    testDestination,
    reportError: (error) => expect.fail(String(error)),
  })
}

beforeEach(async () => {
  temp = await createTempDir()
  sink = await createHttpSink()
  writer = await openWriter({ dataDir: temp.path, clock: () => sampleNow })
  await writer.provision({ now: sampleNow, dsnKey: 'a'.repeat(32), newKey: () => 'b'.repeat(32) })
  reader = openReader({ dataDir: temp.path, clock: () => sampleNow })
  api = openApi({ all: true, allowed: [] })
})

afterEach(async () => {
  reader.close()
  await writer.close()
  await temp.remove()
  await sink.close()
})

interface Answered {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- JSON of many shapes, looked into by these tests only
  readonly json: any
  readonly text: string
}

async function ask(method: string, path: string, body?: unknown): Promise<Answered> {
  const response = await api.fetch(
    new Request(`${baseUrl}/api/0/projects/culprit/default/destinations${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  const text = await response.text()
  return { status: response.status, text, json: text === '' ? undefined : JSON.parse(text) }
}

const hook = (): string => `${sink.url}/services/T000/B000/very-secret-token`
const addSlack = (): Promise<Answered> =>
  ask('POST', '/', { type: 'slack', name: '#errors', settings: { url: hook() } })

describe('destinations of the API', () => {
  it('CHN-23 adds, lists, shows, changes and removes one, and never shows a secret', async () => {
    const added = await addSlack()
    expect(added).toMatchObject({
      status: 201,
      json: {
        id: '1',
        type: 'slack',
        name: '#errors',
        state: 'untried',
        settings: { url: `${sink.url}/…oken` },
      },
    })
    expect((await ask('GET', '/')).json).toEqual([added.json])
    expect((await ask('GET', '/1/')).json).toEqual(added.json)
    expect((await ask('PUT', '/1/', { name: '#dev' })).json).toMatchObject({ name: '#dev' })
    expect((await ask('PUT', '/1/', { enabled: false })).json).toMatchObject({
      state: 'disabled',
      name: '#dev',
    })
    expect((await ask('PUT', '/1/', { enabled: true })).json).toMatchObject({ state: 'untried' })
    expect((await ask('GET', '/')).text).not.toContain('very-secret')
    expect((await ask('DELETE', '/1/')).status).toBe(204)
    expect((await ask('GET', '/1/')).status).toBe(404)
  })

  it('keeps a secret that a change leaves out', async () => {
    await ask('POST', '/', {
      type: 'ntfy',
      name: 'n',
      settings: { topic: 'a', token: 'tk_secret', server: sink.url },
    })
    await ask('PUT', '/1/', { settings: { topic: 'b', server: sink.url } })
    await ask('POST', '/1/test/')
    expect(sink.requests[0]?.headers.authorization).toBe('Bearer tk_secret')
    expect(JSON.parse(sink.requests[0]?.body ?? '')).toMatchObject({ topic: 'b' })
  })

  it('makes a signing secret for a webhook and shows it once', async () => {
    const added = await ask('POST', '/', { type: 'webhook', name: 'hook', settings: { url: sink.url } })
    expect(added.json.signingSecret).toMatch(/^[\w-]{43}$/)
    expect((await ask('GET', '/1/')).text).not.toContain(added.json.signingSecret)
    const own = await ask('POST', '/', {
      type: 'webhook',
      name: 'hook 2',
      settings: { url: sink.url, secret: 'a-secret-of-my-own' },
    })
    expect(own.text).not.toContain('a-secret-of-my-own')
  })

  it('says what is wrong, by field', async () => {
    expect(await ask('POST', '/', { type: 'telegram', settings: { token: 'x' } })).toMatchObject({
      status: 400,
      json: {
        name: [expect.stringContaining('name')],
        settings: { token: ['A bot token looks like 123456:ABC-def.'], chat: ['Chat is needed.'] },
      },
    })
    expect(await ask('POST', '/', { type: 'icq', name: 'x' })).toMatchObject({
      status: 400,
      json: { detail: expect.stringContaining('slack') },
    })
    expect((await ask('POST', '/', [])).status).toBe(400)
    expect((await ask('GET', '/77/')).status).toBe(404)
    expect((await ask('GET', '/x/')).status).toBe(404)
    expect((await ask('DELETE', '/77/')).status).toBe(404)
  })

  it('CHN-19 sends a test and answers the real request and answer', async () => {
    await addSlack()
    sink.answer({ status: 403, body: 'invalid_token' })
    const tested = await ask('POST', '/1/test/')
    expect(tested).toMatchObject({
      status: 200,
      json: {
        kind: 'test',
        outcome: 'failed',
        status: 403,
        answer: 'invalid_token',
        problem: expect.stringContaining('403'),
        request: { method: 'POST', url: `${sink.url}/[Filtered]`, headers: { 'user-agent': 'Culprit/test' } },
      },
    })
    expect(JSON.parse(tested.json.request.body)).toEqual(JSON.parse(sink.requests[0]?.body ?? ''))
    expect(sink.requests[0]?.target).toBe('/services/T000/B000/very-secret-token')
    const log = await ask('GET', '/1/deliveries/')
    expect(log.json).toMatchObject([{ id: '1', kind: 'test', status: 403, retryable: false, issue: null }])
    expect(log.text).not.toContain('very-secret')
    expect((await ask('GET', '/1/')).json).toMatchObject({
      failures: 1,
      lastProblem: expect.stringContaining('403'),
    })
  })

  it('names a host that is inside a private network', async () => {
    api = openApi(noPrivateAccess)
    await addSlack()
    expect((await ask('POST', '/1/test/')).json).toMatchObject({
      outcome: 'failed',
      status: null,
      problem: expect.stringContaining('127.0.0.1'),
    })
    expect(sink.requests).toHaveLength(0)
  })

  it('answers 404 for a delivery that nobody can try again', async () => {
    await addSlack()
    expect((await ask('POST', '/1/deliveries/5/retry/')).status).toBe(404)
  })
})
