import {
  createFakeClock,
  createTempDir,
  digestSamples,
  sampleFingerprint,
  sampleFire,
  sampleId,
  sampleNow,
  type TempDir,
} from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeBlock } from '../encoding/payload-block.ts'
import { openReader, type SqliteReader } from '../engines/sqlite/open-reader.ts'
import { openWriter } from '../engines/sqlite/open-writer.ts'
import type { SqliteWriter } from '../engines/sqlite/sqlite-writer.ts'
import type { IngestLogEntry } from '../ports/ingest-status.ts'
import type { LiveNotice } from '../ports/live.ts'
import { emptyAssets } from './assets.ts'
import { createWebApp, type WebApp } from './routes.ts'
import { hashSignInCode } from './sign-in-code.ts'
import type { WebConfig, WebDeps } from './web-deps.ts'

const baseUrl = 'http://localhost:8000'
const dsnKey = 'a'.repeat(32)
const password = 'correct horse battery'

let temp: TempDir
let writer: SqliteWriter
let reader: SqliteReader
let clock: ReturnType<typeof createFakeClock>
let errors: string[]
let policyReports: string[]
let log: IngestLogEntry[]
let listeners: Set<(notice: LiveNotice) => void>
let projectsInScope: readonly number[]

beforeEach(async () => {
  temp = await createTempDir()
  clock = createFakeClock(sampleNow)
  errors = []
  policyReports = []
  log = []
  listeners = new Set()
  projectsInScope = [1, 2]
  writer = await openWriter({ dataDir: temp.path, clock: () => clock.now() })
  await writer.provision({ now: sampleNow, dsnKey, newKey: () => 'b'.repeat(32) })
  reader = openReader({ dataDir: temp.path, clock: () => clock.now() })
})

afterEach(async () => {
  reader.close()
  await writer.close()
  await temp.remove()
})

function open(config: Partial<WebConfig> = {}, deps: Partial<WebDeps> = {}): WebApp {
  let seed = 0
  return createWebApp({
    reads: reader.reads,
    commands: {
      ...writer.commands,
      directory: async () => {
        const directory = await writer.commands.directory()
        return { ...directory, projects: directory.projects.filter(({ id }) => projectsInScope.includes(id)) }
      },
    },
    ingest: {
      recent: async () => log,
      reportPolicy: async (body) => {
        policyReports.push(new TextDecoder().decode(body))
        return 'accepted'
      },
      gauges: async () => ({ culprit_spool_pending_bytes: 12 }),
    },
    live: {
      subscribe: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    clock: () => clock.now(),
    config: { baseUrl, mail: 'configured', loopback: true, retentionDays: 90, version: '0.1.0', ...config },
    assets: emptyAssets(),
    mailLinkKey: new Uint8Array(32),
    api: async () => new Response('api'),
    random: (length) => new Uint8Array(length).fill(++seed),
    testDestination: () => Promise.reject(new Error('no test here')),
    testMail: () => Promise.reject(new Error('no test here')),
    reportError: (error, where) => {
      errors.push(`${where}: ${String(error)}`)
      return 'ab'.repeat(16)
    },
    ...deps,
  })
}

interface Asked {
  readonly cookie?: string
  readonly form?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

function ask(app: WebApp, path: string, { cookie, form, headers }: Asked = {}): Promise<Response> {
  const sent = new Headers({ host: 'localhost:8000', accept: 'text/html', ...headers })
  if (cookie !== undefined) sent.set('cookie', cookie)
  return app.fetch(
    new Request(baseUrl + path, {
      headers: sent,
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    }),
  )
}

async function signInByCode(app: WebApp): Promise<{ cookie: string; csrf: string; response: Response }> {
  await writer.commands.addSignInCode({
    codeHash: hashSignInCode('AAAA-BBBB'),
    expiresAt: clock.now() + 1000,
  })
  const response = await ask(app, '/setup?code=aaaa-bbbb')
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  const html = await (await ask(app, '/account', { cookie })).text()
  return { cookie, csrf: /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '', response }
}

describe('the one-time link', () => {
  it('signs in on loopback and leads to the connect page, once', async () => {
    const app = open()
    const { response, cookie } = await signInByCode(app)
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/connect')
    expect(response.headers.get('set-cookie')).toMatch(
      /^culprit_session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/,
    )
    expect((await ask(app, '/connect', { cookie })).headers.get('location')).toBe('/projects/default/connect')
    expect((await ask(app, '/setup?code=AAAA-BBBB')).status).toBe(403)
  })

  it('is not used up by a HEAD request', async () => {
    const app = open()
    await writer.commands.addSignInCode({ codeHash: hashSignInCode('AAAA'), expiresAt: clock.now() + 1000 })
    await app.fetch(new Request(`${baseUrl}/setup?code=AAAA`, { method: 'HEAD' }))
    expect((await ask(app, '/setup?code=AAAA')).headers.get('location')).toBe('/connect')
  })

  it('is refused after its time', async () => {
    await writer.commands.addSignInCode({ codeHash: hashSignInCode('AAAA'), expiresAt: clock.now() })
    expect((await ask(open(), '/setup?code=AAAA')).status).toBe(403)
  })

  it('leads to choosing a password where others can reach the tracker, and nowhere else before', async () => {
    const app = open({ loopback: false })
    await writer.commands.addSignInCode({ codeHash: hashSignInCode('AAAA'), expiresAt: clock.now() + 1000 })
    const set = await ask(app, '/setup?code=AAAA')
    const cookie = set.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect(set.headers.get('location')).toBe('/welcome')
    expect((await ask(app, '/issues', { cookie })).headers.get('location')).toBe('/welcome')
    const csrf =
      /name="csrf" value="([^"]+)"/.exec(await (await ask(app, '/welcome', { cookie })).text())?.[1] ?? ''
    expect(
      (await ask(app, '/welcome', { cookie, form: { csrf, email: 'me@example.org', password: 'short' } }))
        .status,
    ).toBe(400)
    const saved = await ask(app, '/welcome', { cookie, form: { csrf, email: 'me@example.org', password } })
    expect(saved.headers.get('location')).toBe('/connect')
    expect((await ask(app, '/issues', { cookie })).status).toBe(200)
    expect(
      (
        await ask(app, '/sign-in', { form: { email: 'me@example.org', password, next: '/usage' } })
      ).headers.get('location'),
    ).toBe('/usage')
  })

  it('makes the cookie Secure when the base URL is https', async () => {
    const { response } = await signInByCode(open({ baseUrl: 'https://errors.example.org' }))
    expect(response.headers.get('set-cookie')).toContain('; Secure')
  })
})

describe('signing in', () => {
  async function withOwner(): Promise<WebApp> {
    const app = open()
    const { cookie, csrf } = await signInByCode(app)
    const saved = await ask(app, '/account', { cookie, form: { csrf, email: 'me@example.org', password } })
    expect(saved.headers.get('location')).toBe('/account?saved')
    return app
  }

  it('takes the right password, refuses a wrong one and an unknown address in the same words', async () => {
    const app = await withOwner()
    const right = await ask(app, '/sign-in', { form: { email: 'me@example.org', password } })
    expect([right.status, right.headers.get('location')]).toEqual([303, '/'])
    const wrong = await ask(app, '/sign-in', { form: { email: 'me@example.org', password: 'wrong' } })
    const unknown = await ask(app, '/sign-in', { form: { email: 'who@example.org', password: 'wrong' } })
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect((await unknown.text()).replace('who@', 'me@')).toBe(await wrong.text())
    expect(wrong.headers.get('set-cookie')).toBeNull()
  })

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/a\nb'])(
    'never leads to %j',
    async (next) => {
      const app = await withOwner()
      const response = await ask(app, '/sign-in', { form: { email: 'me@example.org', password, next } })
      expect(response.headers.get('location')).toBe('/')
    },
  )

  it('limits tries for an account, says how long to wait, and forgets after the window', async () => {
    const app = await withOwner()
    const attempt = (): Promise<Response> =>
      ask(app, '/sign-in', {
        form: { email: 'you@example.org', password: 'x' },
        headers: { 'x-culprit-peer': '10.0.0.1' },
      })
    for (let i = 0; i < 10; i++) expect((await attempt()).status).toBe(401)
    const refused = await attempt()
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('300')
    expect(await refused.text()).toContain('300 seconds')
    clock.jump(300_000)
    expect((await attempt()).status).toBe(401)
  })

  it('refuses a form of another site', async () => {
    const app = await withOwner()
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }] as const) {
      expect(
        (await ask(app, '/sign-in', { form: { email: 'me@example.org', password }, headers })).status,
      ).toBe(403)
    }
  })

  it('ends a session by signing out, with its token only', async () => {
    const app = open()
    const { cookie, csrf } = await signInByCode(app)
    expect((await ask(app, '/sign-out', { cookie, form: {} })).status).toBe(403)
    expect((await ask(app, '/account', { cookie })).status).toBe(200)
    const out = await ask(app, '/sign-out', { cookie, form: { csrf } })
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0')
    expect((await ask(app, '/account', { cookie })).headers.get('location')).toBe('/sign-in?next=%2Faccount')
  })

  it('ends a session after thirty days', async () => {
    const app = open()
    const { cookie } = await signInByCode(app)
    clock.jump(30 * 86_400_000)
    expect((await ask(app, '/account', { cookie })).status).toBe(303)
  })
})

const pages = [
  '/',
  '/issues',
  '/usage',
  '/account',
  '/connect',
  '/projects/default/connect',
  '/-/live',
  '/nowhere',
] as const

describe('every page', () => {
  it.each(pages)('%s asks a stranger to sign in', async (path) => {
    const response = await ask(open(), path)
    if (path === '/-/live') expect(response.status).toBe(401)
    else expect(response.headers.get('location')).toBe(`/sign-in?next=${encodeURIComponent(path)}`)
  })

  it('has the exact policy and the other headers', async () => {
    const app = open({ baseUrl: 'https://errors.example.org' })
    const { cookie } = await signInByCode(app)
    const response = await ask(app, '/usage', { cookie })
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' https://errors.example.org; font-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'; report-uri /-/csp",
    )
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(response.headers.get('permissions-policy')).toContain('camera=()')
  })

  it('has no inline script, style or handler, and one h1', async () => {
    const app = open({ mail: 'off' })
    await digestSamples({ digest: writer.digest, encodeBlock }, [
      sampleFingerprint(1, { title: '<script>alert(1)</script>' }),
    ])
    const { cookie } = await signInByCode(app)
    for (const path of [
      '/issues',
      '/issues/DEFAULT-1',
      '/usage',
      '/account',
      '/projects/default/connect',
      '/nowhere',
      '/sign-in',
      '/setup?code=x',
    ]) {
      const html = await (await ask(app, path, { cookie })).text()
      expect(html, path).toMatch(/^<!doctype html><html lang="en">/)
      expect(html, path).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i)
      for (const [, attributes, content] of html.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)) {
        expect(
          attributes?.includes('src=') === true || attributes?.includes('application/json') === true,
          path,
        ).toBe(true)
        if (attributes?.includes('src=')) expect(content).toBe('')
      }
      expect(html.match(/<h1/g)?.length, path).toBe(1)
    }
  })

  it('that posts needs the token of the session', async () => {
    const app = open()
    await digestSamples({ digest: writer.digest, encodeBlock }, [sampleFingerprint(1)])
    const { cookie, csrf } = await signInByCode(app)
    const forms: readonly Asked[] = [
      { form: { status: 'resolved' } },
      { form: { status: 'resolved', csrf: 'x'.repeat(csrf.length) } },
      { form: { status: 'resolved', csrf }, headers: { 'sec-fetch-site': 'same-site' } },
      { form: { status: 'resolved', csrf }, headers: { origin: 'http://localhost:9000' } },
    ]
    for (const form of forms)
      expect((await ask(app, '/issues/DEFAULT-1/status', { cookie, ...form })).status).toBe(403)
    expect((await reader.reads.issueByNumber([1], 1, 1))?.status).toBe('unresolved')
    expect(
      (await ask(app, '/issues/DEFAULT-1/status', { cookie, form: { status: 'resolved', csrf } })).status,
    ).toBe(303)
    expect((await reader.reads.issueByNumber([1], 1, 1))?.status).toBe('resolved')
  })

  it.each([
    '/projects/internal/connect',
    '/projects/internal/connect.json',
    '/issues/INTERNAL-1',
    '/issues/INTERNAL-1.json',
    '/issues/INTERNAL-1.md',
    `/issues/INTERNAL-1/events/${sampleId(1)}`,
    `/issues/DEFAULT-1/events/${sampleId(1)}`,
  ])('%s answers 404 when its project is out of scope', async (path) => {
    await digestSamples({ digest: writer.digest, encodeBlock }, [
      sampleFingerprint(1, { projectId: 2 }),
      sampleFingerprint(2),
    ])
    projectsInScope = [1]
    const app = open()
    const { cookie } = await signInByCode(app)
    expect((await ask(app, path, { cookie })).status).toBe(404)
  })

  it('cannot change an issue out of scope', async () => {
    await digestSamples({ digest: writer.digest, encodeBlock }, [sampleFingerprint(1, { projectId: 2 })])
    projectsInScope = [1]
    const app = open()
    const { cookie, csrf } = await signInByCode(app)
    expect(
      (await ask(app, '/issues/INTERNAL-1/status', { cookie, form: { csrf, status: 'resolved' } })).status,
    ).toBe(404)
    expect((await reader.reads.issueByNumber([2], 2, 1))?.status).toBe('unresolved')
  })

  it('turns a failure into a page with a reference and reports it', async () => {
    const app = open(
      {},
      { reads: { ...reader.reads, outcomes: () => Promise.reject(new Error('disk gone')) } },
    )
    const { cookie } = await signInByCode(app)
    const response = await ask(app, '/usage', { cookie })
    const html = await response.text()
    expect(response.status).toBe(500)
    expect(html).not.toContain('disk gone')
    expect(html).toContain(`<code>${'ab'.repeat(16)}</code>`)
    expect(errors).toEqual(['GET /usage: Error: disk gone'])
  })
})

describe('the account page', () => {
  it('wants an address with the first password, and the current password for every later change', async () => {
    const app = open()
    const { cookie, csrf } = await signInByCode(app)
    const save = async (form: Readonly<Record<string, string>>): Promise<[number, string]> => {
      const response = await ask(app, '/account', { cookie, form: { csrf, ...form } })
      return [response.status, await response.text()]
    }
    expect(await save({ email: '', password })).toEqual([400, expect.stringContaining('you sign in with it')])
    expect(await save({ email: 'no address', password })).toEqual([
      400,
      expect.stringContaining('no e-mail address'),
    ])
    expect((await save({ email: 'me@example.org', password }))[0]).toBe(303)
    expect(await save({ email: 'you@example.org', password: '' })).toEqual([
      400,
      expect.stringContaining('not your current password'),
    ])
    expect((await reader.reads.user(1))?.email).toBe('me@example.org')
    expect((await save({ email: 'you@example.org', password: '', current: password }))[0]).toBe(303)
    expect((await reader.reads.user(1))?.email).toBe('you@example.org')
  })
})

describe('the usage page', () => {
  it('tells what was lost and why, what was set aside, and every attempt at a mail', async () => {
    await digestSamples({ digest: writer.digest, encodeBlock }, [sampleFingerprint(1)], {
      fires: [sampleFire(['me@example.org'])],
      outcomes: [
        { projectId: 1, source: 'server', reason: 'accepted', category: 'error', quantity: 5 },
        { projectId: 1, source: 'server', reason: 'accepted', category: 'security', quantity: 1 },
        { projectId: 1, source: 'server', reason: 'accepted', category: 'internal', quantity: 40 },
        { projectId: 1, source: 'server', reason: 'rate-limited', category: 'error', quantity: 7 },
        { projectId: 1, source: 'sdk', reason: '<b>before_send</b>', category: 'error', quantity: 2 },
      ],
      parked: [
        {
          projectId: 1,
          eventId: sampleId(2),
          received: sampleNow,
          error: 'RangeError: too deep',
          raw: new Uint8Array(3),
        },
      ],
    })
    await writer.outbox.begin(1, sampleNow)
    await writer.outbox.finish(
      1,
      { outboxId: 1, at: sampleNow, ok: false, detail: '451 come back later', ms: 12 },
      { state: 'pending', nextAt: sampleNow + 15_000 },
    )
    const app = open({ mail: 'off' })
    const { cookie } = await signInByCode(app)
    const view = await (await ask(app, '/usage.json', { cookie })).json()
    expect(view).toMatchObject({
      accepted: 6,
      outcomes: [
        { project: 'default', source: 'server', reason: 'rate-limited', quantity: 7 },
        { source: 'sdk', quantity: 2 },
      ],
      parked: [{ eventId: sampleId(2), error: 'RangeError: too deep' }],
      deliveries: [
        {
          state: 'pending',
          recipient: 'me@example.org',
          attempts: [{ ok: false, detail: '451 come back later', ms: 12 }],
        },
      ],
    })
    const html = await (await ask(app, '/usage', { cookie })).text()
    for (const text of [
      '451 come back later',
      'next try in 15 s',
      'RangeError: too deep',
      'Mail is off',
      '&lt;b>before_send&lt;/b>',
      '90 days',
    ])
      expect(html).toContain(text)
  })
})

describe('sessions on the usage page', () => {
  it('SES-8 say by release how many did not crash', async () => {
    const app = open()
    const { cookie } = await signInByCode(app)
    expect(await (await ask(app, '/usage', { cookie })).text()).not.toContain('Crash-free')
    const began = { kind: 'aggregate', projectId: 1, startedAt: sampleNow } as const
    await digestSamples({ digest: writer.digest, encodeBlock }, [], {}, [
      { ...began, release: '<b>shop@1</b>', started: 3000, errored: 40, crashed: 1 },
      { ...began, started: 7, errored: 0, crashed: 0 },
    ])
    const view = await (await ask(app, '/usage.json', { cookie })).json()
    expect(view).toMatchObject({
      sessions: [
        { project: 'default', sessions: 3000, errored: 40, crashed: 1, crashFree: 99.96 },
        { release: '', sessions: 7, crashed: 0, crashFree: 100 },
      ],
    })
    const html = await (await ask(app, '/usage', { cookie })).text()
    for (const text of ['Crash-free', '99.96 %', '&lt;b>shop@1&lt;/b>']) expect(html).toContain(text)
  })
})

describe('the start page', () => {
  it('is the connect page until the first event, then the issues; what the tracker reports of itself does not count', async () => {
    await digestSamples({ digest: writer.digest, encodeBlock }, [sampleFingerprint(1, { projectId: 2 })])
    const app = open()
    const { cookie } = await signInByCode(app)
    expect((await ask(app, '/', { cookie })).headers.get('location')).toBe('/connect')
    await digestSamples({ digest: writer.digest, encodeBlock }, [sampleFingerprint(2)])
    expect((await ask(app, '/', { cookie })).headers.get('location')).toBe('/issues')
  })
})

describe('a slash at the end of an address', () => {
  it.each([
    ['/usage/', '/usage'],
    ['/issues/?query=is:new', '/issues?query=is:new'],
    ['/usage//', '/usage/'],
    ['//evil.example/', undefined],
  ])('%s leads to %s', async (path, expected) => {
    const app = open()
    const { cookie } = await signInByCode(app)
    const response = await ask(app, path, { cookie })
    expect(response.headers.get('location') ?? undefined).toBe(expected)
    expect(response.status).toBe(expected === undefined ? 404 : 303)
  })
})

describe('the connect page', () => {
  it('of no project keeps the platform that was asked for', async () => {
    const app = open()
    const { cookie } = await signInByCode(app)
    const response = await ask(app, '/connect?platform=a%26b', { cookie })
    expect(response.headers.get('location')).toBe('/projects/default/connect?platform=a%26b')
  })

  const entry: IngestLogEntry = {
    seq: 1,
    at: sampleNow,
    pathProject: '7',
    endpoint: 'envelope',
    client: 'sentry.python/2.9',
    status: 404,
    bytes: 10,
    items: [],
    reason: 'unknown project',
  }

  it('shows DSN, snippets of the platform asked for, and refused requests with the reason', async () => {
    log = [
      entry,
      {
        ...entry,
        seq: 2,
        pathProject: '1',
        projectId: 1,
        status: 200,
        items: ['session'],
        reason: undefined,
      },
      { ...entry, seq: 3, projectId: 2 },
    ]
    const app = open()
    const { cookie } = await signInByCode(app)
    const html = await (await ask(app, '/projects/default/connect?platform=go', { cookie })).text()
    expect(html).toContain(`http://${dsnKey}@localhost:8000/1`)
    expect(html).toContain('sentry-go')
    expect(html).toContain('Waiting for the first event')
    const view = await (await ask(app, '/projects/default/connect.json', { cookie })).json()
    expect(view.log).toMatchObject([
      { seq: 1, kind: 'refused', text: 'unknown project: its DSN ends in /7, yours in /1' },
      { seq: 2, kind: 'ignored' },
    ])
  })

  it('says what has arrived, and is Markdown too', async () => {
    await digestSamples({ digest: writer.digest, encodeBlock }, [sampleFingerprint(1)])
    const app = open()
    const { cookie } = await signInByCode(app)
    expect(await (await ask(app, '/projects/default/connect', { cookie })).text()).toContain(
      'href="/issues/DEFAULT-1"',
    )
    const markdown = await (await ask(app, '/projects/default/connect.md?platform=python', { cookie })).text()
    expect(markdown).toContain('pip install sentry-sdk')
  })
})

describe('banners', () => {
  it.each([
    [{ mail: 'off' as const }, {}, 'Mail is off'],
    [{}, {}, 'no e-mail address'],
    [{}, {}, 'no password yet'],
    [{}, { headers: { host: 'errors.example.org' } }, 'You opened this as errors.example.org'],
  ])('say what the owner should put right', async (config, asked, text) => {
    const app = open(config)
    const { cookie } = await signInByCode(app)
    expect(await (await ask(app, '/usage', { cookie, ...asked })).text()).toContain(text)
  })

  it('do not mind which name of loopback was used', async () => {
    const app = open()
    const { cookie } = await signInByCode(app)
    expect(
      await (await ask(app, '/usage', { cookie, headers: { host: '127.0.0.1:8000' } })).text(),
    ).not.toContain('You opened this as')
  })
})

describe('the live stream', () => {
  it('passes notices of projects in scope and stops listening when the reader goes', async () => {
    const app = open()
    const { cookie } = await signInByCode(app)
    const response = await ask(app, '/-/live', { cookie })
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const stream = response.body?.getReader()
    const next = async (): Promise<string> => new TextDecoder().decode((await stream?.read())?.value)
    expect(await next()).toContain('event: heartbeat')
    for (const listener of listeners) {
      listener({ kind: 'issues', projectIds: [9], issueIds: [1] })
      listener({ kind: 'issues', projectIds: [1, 9], issueIds: [4] })
    }
    expect(await next()).toBe('event: notice\ndata: {"kind":"issues","projectIds":[1],"issueIds":[4]}\n\n')
    await stream?.cancel()
    expect(listeners.size).toBe(0)
  })
})

describe('policy reports', () => {
  it('go to the internal project without a session, bounded', async () => {
    const app = open()
    const send = (body: string): Promise<Response> =>
      app.fetch(new Request(`${baseUrl}/-/csp`, { method: 'POST', body }))
    expect((await send('{"csp-report":{}}')).status).toBe(204)
    expect((await send('x'.repeat(70_000))).status).toBe(204)
    expect(policyReports).toEqual(['{"csp-report":{}}'])
  })
})
