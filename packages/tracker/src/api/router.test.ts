import {
  createTempDir,
  digestSamples,
  sampleFingerprint,
  sampleId,
  sampleNow,
  type TempDir,
} from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeBlock } from '../encoding/payload-block.ts'
import { openReader, type SqliteReader } from '../engines/sqlite/open-reader.ts'
import { openWriter } from '../engines/sqlite/open-writer.ts'
import type { SqliteWriter } from '../engines/sqlite/sqlite-writer.ts'
import { hashSecret } from '../query/session-cookie.ts'
import { createApi, type Api } from './router.ts'

const token = 'a-token-of-more-than-16'
const baseUrl = 'https://errors.example.org'

let temp: TempDir
let writer: SqliteWriter
let reader: SqliteReader
let api: Api
let errors: string[]

beforeEach(async () => {
  temp = await createTempDir()
  errors = []
  writer = await openWriter({ dataDir: temp.path, clock: () => sampleNow })
  await writer.provision({ now: sampleNow, dsnKey: 'a'.repeat(32), newKey: () => 'b'.repeat(32) })
  reader = openReader({ dataDir: temp.path, clock: () => sampleNow })
  api = createApi({
    reads: reader.reads,
    commands: writer.commands,
    clock: () => sampleNow,
    config: { baseUrl, apiTokenHash: hashSecret(token), version: '0.1.0' },
    testDestination: () => Promise.reject(new Error('no test here')),
    reportError: (error, where) => {
      errors.push(`${where}: ${String(error)}`)
      return 'ab'.repeat(16)
    },
  })
})

afterEach(async () => {
  reader.close()
  await writer.close()
  await temp.remove()
})

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return api.fetch(
    new Request(`${baseUrl}/api/0${path}`, { headers: { authorization: `Bearer ${token}` }, ...init }),
  )
}

function put(path: string, body: string): Promise<Response> {
  return ask(path, { method: 'PUT', body })
}

const digest = (...events: readonly Parameters<typeof sampleFingerprint>[]): Promise<unknown> =>
  digestSamples(
    { digest: writer.digest, encodeBlock },
    events.map((input) => sampleFingerprint(...input)),
  )

describe('authentication', () => {
  it.each([
    ['nothing', {}],
    ['a wrong token', { authorization: 'Bearer wrong-token-of-some-length' }],
    ['another scheme', { authorization: `Basic ${token}` }],
    ['a prefix of the token', { authorization: `Bearer ${token.slice(0, -1)}` }],
    ['an unknown session', { cookie: `culprit_session=${'x'.repeat(43)}` }],
  ])('refuses %s with 401', async (_name, headers) => {
    for (const path of ['/', '/organizations/', '/projects/culprit/default/issues/', '/nowhere/']) {
      const response = await ask(path, { headers })
      expect(response.status, path).toBe(401)
      expect(await response.json()).toEqual({ detail: expect.any(String) })
    }
  })

  it('lets a session read, and change nothing', async () => {
    await digest([1])
    const session = 's'.repeat(43)
    await writer.commands.createSession(1, {
      tokenHash: hashSecret(session),
      createdAt: sampleNow,
      expiresAt: sampleNow + 1000,
      userAgent: '',
    })
    const headers = { cookie: `other=1; culprit_session=${session}` }
    expect((await ask('/issues/1/', { headers })).status).toBe(200)
    expect((await ask('/issues/1/', { headers, method: 'PUT', body: '{"status":"resolved"}' })).status).toBe(
      403,
    )
  })
})

describe('projects', () => {
  it('are served with organisation and keys', async () => {
    const projects = await (await ask('/projects/')).json()
    expect(projects).toMatchObject([{ id: '1', slug: 'default', organization: { slug: 'culprit' } }])
    expect(await (await ask('/organizations/culprit/projects/')).json()).toEqual(projects)
    expect(await (await ask('/projects/culprit/default/')).json()).toEqual(projects[0])
    expect(await (await ask('/organizations/')).json()).toMatchObject([{ id: '1', slug: 'culprit' }])
    expect(await (await ask('/projects/culprit/default/keys/')).json()).toMatchObject([
      {
        public: 'a'.repeat(32),
        isActive: true,
        dsn: { public: `https://${'a'.repeat(32)}@errors.example.org/1` },
      },
    ])
    expect(await (await ask('/')).json()).toMatchObject({ version: '0' })
  })
})

describe('issues', () => {
  it('are served in the shape that clients know', async () => {
    await digest([1], [2])
    const [issue] = await (await ask('/projects/culprit/default/issues/')).json()
    expect(issue).toMatchObject({
      id: '1',
      shortId: 'DEFAULT-1',
      title: 'TypeError: problem 1',
      culprit: 'loadCart (cart.ts)',
      count: '2',
      userCount: expect.any(Number),
      firstSeen: '2026-01-15T12:00:00.000Z',
      lastSeen: '2026-01-15T12:00:00.000Z',
      level: 'error',
      status: 'unresolved',
      substatus: 'new',
      metadata: { type: 'TypeError', value: 'problem 1' },
      project: { id: '1', slug: 'default' },
      permalink: 'https://errors.example.org/issues/DEFAULT-1',
      isUnhandled: true,
      platform: 'node',
    })
    expect(issue.stats['24h']).toHaveLength(24)
    expect(issue.stats['24h'].at(-1)[0]).toBe(sampleNow / 1000)
    expect(await (await ask('/organizations/culprit/issues/1/')).json()).toEqual(issue)
    expect(await (await ask('/issues/1/')).json()).toEqual(issue)
  })

  it('are the unresolved ones without a query, and all with an empty one', async () => {
    await digest([1, { problem: 1 }], [2, { problem: 2, level: 'warning', environment: 'staging' }])
    await put('/issues/1/', '{"status":"resolved"}')
    const ids = async (query: string): Promise<string[]> =>
      (await (await ask(`/projects/culprit/default/issues/${query}`)).json()).map(
        ({ id }: { id: string }) => id,
      )
    expect(await ids('')).toEqual(['2'])
    expect((await ids('?query=')).toSorted()).toEqual(['1', '2'])
    expect(await ids('?query=is:resolved')).toEqual(['1'])
    expect(await ids('?query=level:warning')).toEqual(['2'])
    expect(await ids('?query=problem+1')).toEqual(['1'])
    expect(await ids('?query=&statsPeriod=14d&limit=1')).toHaveLength(1)
    expect((await ask('/projects/culprit/default/issues/?query=is:odd')).status).toBe(400)
  })

  it('are paged by the Link header, to the end and back', async () => {
    await digest(
      ...[1, 2, 3].map((n): Parameters<typeof sampleFingerprint> => [
        n,
        { problem: n, received: sampleNow + n },
      ]),
    )
    const seen: string[] = []
    let path = '/projects/culprit/default/issues/?per_page=2&query='
    for (;;) {
      const response = await ask(path)
      for (const { id } of await response.json()) seen.push(id)
      const link = response.headers.get('link') ?? ''
      expect(link).toMatch(
        /^<https:\/\/errors\.example\.org\/api\/0\/[^>]+>; rel="previous"; results="(true|false)"; cursor="[^"]+", </,
      )
      const next = /<([^>]+)>; rel="next"; results="true"/.exec(link)?.[1]
      if (next === undefined) break
      path = next.slice(`${baseUrl}/api/0`.length)
    }
    expect(seen).toEqual(['3', '2', '1'])
  })

  it.each(['resolved', 'ignored', 'unresolved'])('become %s by PUT', async (status) => {
    await digest([1])
    const response = await put('/organizations/culprit/issues/1/', JSON.stringify({ status }))
    expect(await response.json()).toMatchObject({
      id: '1',
      status,
      substatus: status === 'unresolved' ? expect.any(String) : null,
    })
  })

  it.each(['', '[]', '{"status":"gone"}', '{"status":1}'])('refuse the change %j', async (body) => {
    await digest([1])
    expect((await put('/issues/1/', body)).status).toBe(400)
    expect(await (await ask('/issues/1/')).json()).toMatchObject({ status: 'unresolved' })
  })
})

describe('events', () => {
  it('are served with their sections', async () => {
    await digest([1], [2])
    const event = await (await ask(`/projects/culprit/default/events/${sampleId(1)}/`)).json()
    expect(event).toMatchObject({
      id: sampleId(1),
      eventID: sampleId(1),
      groupID: '1',
      projectID: '1',
      tags: expect.arrayContaining([
        { key: 'level', value: 'error' },
        { key: 'browser', value: 'Firefox 140' },
      ]) as unknown,
      entries: [
        {
          type: 'exception',
          data: { values: [{ type: 'TypeError', value: 'TypeError: problem 1', stacktrace: null }] },
        },
      ],
      dateCreated: '2026-01-15T12:00:00.000Z',
      nextEventID: sampleId(2),
      previousEventID: null,
      errors: [],
    })
    expect(await (await ask(`/organizations/culprit/issues/1/events/${sampleId(1)}/`)).json()).toEqual(event)
    expect(await (await ask('/organizations/culprit/issues/1/events/oldest/')).json()).toEqual(event)
    expect(await (await ask('/issues/1/events/latest/')).json()).toMatchObject({ id: sampleId(2) })
    const list = await (await ask('/organizations/culprit/issues/1/events/')).json()
    expect(list.map(({ eventID }: { eventID: string }) => eventID)).toEqual([sampleId(2), sampleId(1)])
    expect((await (await ask('/issues/1/events/?full=true')).json())[1]).toEqual(event)
  })

  it.each(['zz', sampleId(9), '../../etc'])('answer 404 for %j', async (id) => {
    await digest([1])
    const response = await ask(`/projects/culprit/default/events/${id}/`)
    expect([response.status, await response.json()]).toEqual([404, { detail: expect.any(String) }])
  })
})

describe('another project', () => {
  const other = sampleId(5)
  it.each([
    `/projects/culprit/default/events/${other}/`,
    `/organizations/culprit/issues/1/events/${other}/`,
    '/projects/culprit/nosuch/',
    '/projects/culprit/nosuch/keys/',
    '/projects/culprit/nosuch/issues/',
    '/projects/other/default/',
    '/projects/other/default/issues/',
    '/organizations/other/',
    '/organizations/other/issues/1/',
    '/organizations/other/issues/1/events/',
    '/organizations/culprit/issues/99/',
    '/organizations/culprit/issues/0x1/',
    '/organizations/culprit/issues/?project=99',
    `/projects/other/default/events/${sampleId(1)}/`,
  ])('%s answers 404', async (path) => {
    await digest([1], [5, { projectId: 2 }])
    const response = await ask(path)
    expect([response.status, await response.json()]).toEqual([404, { detail: expect.any(String) }])
  })

  it('does not show among the issues of one, nor the internal one among those of all', async () => {
    await digest([1], [5, { projectId: 2 }])
    const ids = async (path: string): Promise<string[]> =>
      (await (await ask(path)).json()).map(({ shortId }: { shortId: string }) => shortId)
    expect(await ids('/projects/culprit/default/issues/')).toEqual(['DEFAULT-1'])
    expect(await ids('/organizations/culprit/issues/')).toEqual(['DEFAULT-1'])
    expect(await ids('/organizations/culprit/issues/?project=2')).toEqual(['INTERNAL-1'])
  })
})

it('reports its own failures and says no more than that', async () => {
  reader.close()
  const response = await ask('/projects/culprit/default/issues/')
  expect([response.status, await response.json()]).toEqual([
    500,
    { detail: 'Internal Error', errorId: 'ab'.repeat(16) },
  ])
  expect(errors).toHaveLength(1)
  reader = openReader({ dataDir: temp.path })
})
