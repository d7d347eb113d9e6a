import { componentJson } from '@culprit/grouping'
import {
  createTempDir,
  digestSamples,
  hostileStrings,
  sampleFingerprint,
  sampleId,
  sampleNow,
  type TempDir,
} from '@culprit/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StoredEvent } from '../../domain/event.ts'
import { encodeBlock } from '../../encoding/payload-block.ts'
import { openReader, type SqliteReader } from '../../engines/sqlite/open-reader.ts'
import { openWriter } from '../../engines/sqlite/open-writer.ts'
import type { SqliteWriter } from '../../engines/sqlite/sqlite-writer.ts'
import { emptyAssets } from '../assets.ts'
import type { PageContext, Representation } from '../context.ts'
import { issueRoutes } from './routes.ts'

let temp: TempDir
let writer: SqliteWriter
let reader: SqliteReader
let scope: readonly number[]

/** Fills every field of the stored payload that a page shows with one text. */
const payload: { text: string } = { text: 'cart' }

function enrich(stored: string): string {
  const event: StoredEvent = JSON.parse(stored)
  const { text } = payload
  const frame = {
    function: text,
    filename: `/srv/app/src/${text}.ts`,
    line: 41,
    column: 3,
    inApp: true,
    pre: ['before'],
    text: `throw ${text}`,
    post: ['after'],
    vars: { [text]: text, cart: { id: 1 } },
  }
  const full: StoredEvent = {
    ...event,
    environment: 'production',
    exceptions: [
      { type: 'PaymentError', value: text },
      {
        type: 'TypeError',
        value: text,
        stack: { frames: [{ ...frame, inApp: false, filename: '/x/node_modules/express/a.js' }, frame] },
      },
    ],
    breadcrumbs: [
      {
        type: 'default',
        category: text,
        message: `crumb ${text}`,
        timestamp: sampleNow - 5000,
        data: { text },
      },
    ],
    request: {
      method: 'POST',
      url: `https://shop.example/${text}`,
      query: [[text, text]],
      headers: [['X-Text', text]],
      cookies: [[text, text]],
      env: { text },
      body: { text },
    },
    user: { id: text, email: text, geo: { text } },
    tags: [
      ['environment', 'production'],
      [text, text],
    ],
    contexts: { [text]: { text } },
    extra: { text },
    modules: { [text]: '1.0.0' },
    notes: [{ path: 'extra', code: 'cut', text: `cut ${text}` }],
  }
  return JSON.stringify(full)
}

beforeAll(async () => {
  temp = await createTempDir()
  writer = await openWriter({ dataDir: temp.path, clock: () => sampleNow })
  await writer.provision({ now: sampleNow, dsnKey: 'a'.repeat(32), newKey: () => 'b'.repeat(32) })
  reader = openReader({ dataDir: temp.path, clock: () => sampleNow })
  scope = (await writer.commands.directory()).projects.map(({ id }) => id)
})

afterAll(async () => {
  reader.close()
  await writer.close()
  await temp.remove()
})

type SampleEvents = Parameters<typeof digestSamples>[1]

async function store(...events: SampleEvents): Promise<void> {
  await storeWith(events, {})
}

/** Stores events with what came along: attachments, reports. */
async function storeWith(events: SampleEvents, parts: Parameters<typeof digestSamples>[2]): Promise<void> {
  await digestSamples(
    { digest: writer.digest, encodeBlock: (payloads) => encodeBlock(payloads.map(enrich)) },
    events,
    parts,
  )
}

/** Returns what an event may bring along, every text of it the same. */
function broughtAlong(eventId: string, text: string): NonNullable<Parameters<typeof digestSamples>[2]> {
  const note = { projectId: 1, eventId, received: sampleNow, contentType: text, attachmentType: text }
  return {
    userReports: [
      { projectId: 1, eventId, received: sampleNow, name: text, email: text, comments: `${text} happened` },
    ],
    attachments: [
      { ...note, filename: `${text}.txt`, bytes: 4, body: Buffer.from('kept') },
      { ...note, filename: 'core.dmp', attachmentType: 'event.minidump', bytes: 52_000 },
    ],
  }
}

interface Asked {
  readonly wants?: Representation
  readonly form?: Readonly<Record<string, string>>
  readonly scope?: readonly number[]
}

/** Asks the routes as the shell does: suffix taken off, user and CSRF checked before. */
async function ask(
  address: string,
  asked: Asked = {},
): Promise<{ status: number; text: string; location: string | null; headers: Headers }> {
  const url = new URL(address, 'http://localhost:8000')
  const method = asked.form ? 'POST' : 'GET'
  const { projects } = await writer.commands.directory()
  const seen = asked.scope ?? scope
  const ctx: PageContext = {
    scope: seen,
    projects: projects.filter(({ id }) => seen.includes(id)),
    user: { id: 1, email: 'owner@example.com', passwordHash: 'x' },
    csrf: 'token',
    now: sampleNow,
    path: url.pathname,
    query: url.searchParams,
    wants: asked.wants ?? 'html',
    banners: [],
    deps: {
      reads: reader.reads,
      commands: writer.commands,
      ingest: {
        recent: async () => [],
        reportPolicy: async () => 'accepted',
        gauges: async () => ({}),
      },
      live: { subscribe: () => () => undefined },
      clock: () => sampleNow,
      config: {
        baseUrl: 'http://localhost:8000',
        mail: 'configured',
        loopback: true,
        retentionDays: 90,
        version: '0',
      },
      assets: emptyAssets(),
      mailLinkKey: new Uint8Array(32),
      api: async () => new Response(),
      random: (length) => new Uint8Array(length),
      testDestination: () => Promise.reject(new Error('no test here')),
      testMail: () => Promise.reject(new Error('no test here')),
      reportError: () => 'ab'.repeat(16),
    },
  }
  for (const route of issueRoutes) {
    const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
    const match = new RegExp(`^${route.path.replace(/:\w+/g, '([^/]+)')}$`).exec(url.pathname)
    if (!match || route.method !== method) continue
    const params = Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? '']))
    const form = new FormData()
    for (const [name, value] of Object.entries(asked.form ?? {})) form.set(name, value)
    const response = await route.handle(ctx, params, form)
    return {
      status: response.status,
      text: await response.text(),
      location: response.headers.get('location'),
      headers: response.headers,
    }
  }
  throw new Error(`No route answers ${method} ${url.pathname}`)
}

const plain = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('the issue pages', () => {
  it('say that no event has ever arrived', async () => {
    expect(plain((await ask('/issues')).text)).toContain('No event has arrived yet')
  })

  it('list open issues with their counts', async () => {
    await store(
      sampleFingerprint(1),
      sampleFingerprint(2, { problem: 2 }),
      sampleFingerprint(3, { problem: 2, userKey: 'id:9' }),
    )
    const page = plain((await ask('/issues')).text)
    expect(page).toMatch(/TypeError problem 1 .*New.*Unhandled/)
    expect(page).toContain('DEFAULT-2')
    expect(page).toContain('Open 2')
    // Paths, so that links work under whatever name the tracker was opened.
    expect((await ask('/issues')).text).not.toContain('http://localhost:8000')
    const list = JSON.parse((await ask('/issues', { wants: 'json' })).text)
    expect(
      list.items.map((item: { shortId: string; count: number }) => [item.shortId, item.count]).toSorted(),
    ).toEqual([
      ['DEFAULT-1', 1],
      ['DEFAULT-2', 2],
    ])
    expect((await ask('/issues', { wants: 'md' })).text).toContain('DEFAULT-2  error  new  2 events')
  })

  it('filter by words, level and environment, and say where else something is', async () => {
    expect((await ask('/issues?query=problem+2')).text).not.toContain('DEFAULT-1')
    expect(plain((await ask('/issues?query=level:fatal')).text)).toContain('No issue matches')
    expect(plain((await ask('/issues?query=environment:staging')).text)).toContain('2 in other environments')
    expect(plain((await ask('/issues?query=foo:bar')).text)).toContain('is not a filter')
  })

  it('lead to the event whose id is searched for, for those who may see it', async () => {
    const { status, location } = await ask(`/issues?query=${sampleId(1)}`)
    expect([status, location]).toEqual([303, `/issues/DEFAULT-1/events/${sampleId(1)}`])
    expect(
      (await ask(`/issues?query=${sampleId(1)}`, { scope: scope.filter((id) => id !== 1) })).status,
    ).toBe(200)
    expect((await ask(`/issues?query=${'0'.repeat(32)}`)).status).toBe(200)
  })

  it('show an event with stack, locals, breadcrumbs, request, user and tags', async () => {
    const { status, text } = await ask('/issues/DEFAULT-1')
    expect(status).toBe(200)
    const page = plain(text)
    expect(page).not.toMatch(/Reopened|Regressed|Resolved/)
    expect(text).not.toContain('http://localhost:8000')
    for (const part of [
      'src/cart.ts :41:3',
      'throw cart',
      'Caused by PaymentError',
      'crumb cart',
      'https://shop.example/cart',
      'cut cart',
      'Event 1 of 1',
    ]) {
      expect(page).toContain(part)
    }
    expect(text).toContain('href="/issues/DEFAULT-1?view=raw#stack"')
  })

  it('show the trace raw and the request as curl where the address asks for it', async () => {
    const { text } = await ask('/issues/DEFAULT-1?view=raw&request=curl')
    expect(text).toContain('    at cart (/srv/app/src/cart.ts:41:3)')
    expect(text).toContain('curl --path-as-is')
  })

  it('have JSON and Markdown twins', async () => {
    const json = JSON.parse((await ask('/issues/DEFAULT-1', { wants: 'json' })).text)
    expect(json.issue).toMatchObject({
      shortId: 'DEFAULT-1',
      count: 1,
      status: 'unresolved',
      substatus: 'new',
    })
    expect(json.event.view.trace.exceptions[0].type).toBe('TypeError')
    const markdown = (await ask('/issues/DEFAULT-1', { wants: 'md' })).text
    expect(markdown).toContain('http://localhost:8000/issues/DEFAULT-1')
    expect(markdown).toContain('at cart (src/cart.ts:41:3)')
  })

  it('list attachments, and give back the kept ones as downloads alone', async () => {
    await storeWith([sampleFingerprint(60, { problem: 60 })], broughtAlong(sampleId(60), 'notes'))
    const { items } = JSON.parse((await ask('/issues?query=problem+60', { wants: 'json' })).text)
    const href: string = items[0].href
    const { text } = await ask(href)
    expect(plain(text)).toMatch(/notes\.txt notes, notes, 4 B, kept, not scrubbed/)
    expect(plain(text)).toMatch(/core\.dmp minidump, notes, 52 kB, only its name and size are kept/)
    const address = `${href}/events/${sampleId(60)}/attachments`
    expect([...text.matchAll(/href="([^"]*attachments[^"]*)"/g)].map(([, link]) => link)).toEqual([
      '#attachments',
      `${address}/0`,
    ])
    const body = await ask(`${address}/0`)
    expect(body).toMatchObject({ status: 200, text: 'kept' })
    expect(Object.fromEntries(body.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''notes.txt",
      'content-security-policy': expect.stringContaining('sandbox'),
      'cache-control': 'private, no-store',
    })
    const { attachments } = JSON.parse((await ask(href, { wants: 'json' })).text)
    expect(attachments).toMatchObject([
      { name: 'notes.txt', bytes: 4, stored: true, href: `${address}/0` },
      { name: 'core.dmp', kind: 'minidump', bytes: 52_000, stored: false },
    ])
    expect((await ask(href, { wants: 'md' })).text).toContain(
      'core.dmp  minidump  notes  52000 bytes  only name and size kept',
    )
  })

  it('give no attachment to who may not see its project, nor under another issue or place', async () => {
    const { items } = JSON.parse((await ask('/issues?query=problem+60', { wants: 'json' })).text)
    const address = `${items[0].href}/events/${sampleId(60)}/attachments`
    const others = scope.filter((id) => id !== 1)
    expect((await ask(`${address}/0`, { scope: others })).status).toBe(404)
    expect((await ask(`/issues/DEFAULT-1/events/${sampleId(60)}/attachments/0`)).status).toBe(404)
    for (const index of ['1', '2', '-1', '1e0', '00000', 'x', '__proto__'])
      expect((await ask(`${address}/${index}`)).status, index).toBe(404)
  })

  it('show what users wrote, also when no event is stored any more, and as JSON and Markdown', async () => {
    const { items } = JSON.parse((await ask('/issues?query=problem+60', { wants: 'json' })).text)
    const href: string = items[0].href
    for (const address of [href, `${href}/events/${sampleId(999)}`]) {
      expect(plain((await ask(address)).text)).toMatch(/What users wrote notes notes just now notes happened/)
      const { reports } = JSON.parse((await ask(address, { wants: 'json' })).text)
      expect(reports).toEqual([
        { received: sampleNow, name: 'notes', email: 'notes', comments: 'notes happened' },
      ])
      expect((await ask(address, { wants: 'md' })).text).toMatch(
        /## What users wrote\n\n```\nnotes <notes>, 2026-01-15[^\n]*\nnotes happened\n```/,
      )
    }
    await ask(`${href}/status`, { form: { status: 'resolved' } })
  })

  it('say why events are one issue, also as JSON and Markdown', async () => {
    const tree = {
      id: 'exception',
      contributes: true,
      values: [
        { id: 'type', contributes: true, values: ['TypeError'] },
        { id: 'frame', contributes: false, hint: 'not in-app', values: ['express.js'] },
      ],
    }
    await store(sampleFingerprint(50, { problem: 50, grouping: JSON.stringify(tree) }))
    const { items } = JSON.parse((await ask('/issues?query=problem+50', { wants: 'json' })).text)
    const href: string = items[0].href
    const html = (await ask(href)).text
    expect(html).toContain('<a href="#grouping">')
    expect(html).toContain('<details class="block grouping" id="grouping">')
    expect(plain(html)).toMatch(
      /why grouped here\?.* ✓ Type TypeError – Frame express\.js not in-app .*mechanism v1: Exceptions by type.*fingerprint 0{10}/,
    )
    const { grouping } = JSON.parse((await ask(href, { wants: 'json' })).text)
    expect(grouping).toMatchObject({ mechanism: 'v1', hash: sampleId(1_000_050), source: 'stored', tree })
    expect((await ask(`${href}?size=full`, { wants: 'md' })).text).toMatch(
      /## Why grouped here\n\n```\nmechanism: v1 [^`]*\n {2}- frame: express\.js \(not in-app\)\n```/,
    )
    expect(plain((await ask('/issues/DEFAULT-1')).text)).toContain('The parts were not kept with this issue')
    await ask(`${href}/status`, { form: { status: 'resolved' } })
  })

  it('lead from event to event', async () => {
    const latest = await ask('/issues/DEFAULT-2?view=all')
    const previous =
      /href="(\/issues\/DEFAULT-2\/events\/[0-9a-f]{32}\?view=all)" rel="prev"/.exec(latest.text)?.[1] ?? ''
    expect(previous).not.toBe('')
    expect(plain((await ask(previous)).text)).toContain('Event 1 of 2')
  })

  it('say that an event is not stored, and where the latest is', async () => {
    const { status, text } = await ask(`/issues/DEFAULT-1/events/${sampleId(999)}`)
    expect(status).toBe(404)
    expect(plain(text)).toContain('This event is not stored')
    expect((await ask('/issues/DEFAULT-1/events/nonsense')).status).toBe(404)
    expect((await ask(`/issues/DEFAULT-1/events/${sampleId(2)}`)).status).toBe(404)
  })

  it('resolve, reopen and ignore, and go back to a page of ours', async () => {
    const form = { status: 'resolved', back: '/issues/DEFAULT-1?view=all' }
    expect(await ask('/issues/DEFAULT-1/status', { form })).toMatchObject({
      status: 303,
      location: '/issues/DEFAULT-1?view=all',
    })
    const aside = async (): Promise<string> =>
      plain(/<aside.*?<\/aside>/s.exec((await ask('/issues/DEFAULT-1')).text)?.[0] ?? '')
    expect(await aside()).toMatch(/Resolved just now/)
    expect(plain((await ask('/issues/DEFAULT-1')).text)).toContain('Reopen')
    expect((await ask('/issues')).text).not.toContain('DEFAULT-1<')
    expect((await ask('/issues?query=is:resolved')).text).toContain('DEFAULT-1<')
    expect(
      (await ask('/issues/DEFAULT-1/status', { form: { status: 'unresolved', back: '//evil.example' } }))
        .location,
    ).toBe('/issues/DEFAULT-1')
    expect(await aside()).toMatch(/Reopened just now/)
    expect((await ask('/issues/DEFAULT-1/status', { form: { status: 'deleted' } })).status).toBe(400)
  })

  it('say when all is clear', async () => {
    for (const issue of ['DEFAULT-1', 'DEFAULT-2'])
      await ask(`/issues/${issue}/status`, { form: { status: 'ignored' } })
    expect(plain((await ask('/issues')).text)).toContain('No open issues')
  })

  it.each([
    '/issues/DEFAULT-1',
    `/issues/DEFAULT-1/events/${sampleId(1)}`,
    '/issues/DEFAULT-999',
    '/issues/OTHER-1',
    '/issues/__proto__',
  ])('answer 404 for %s to who may not see its project, or when there is none', async (path) => {
    const others = scope.filter((id) => id !== 1)
    for (const wants of ['html', 'json', 'md'] as const)
      expect((await ask(path, { wants, scope: others })).status).toBe(404)
  })

  it('change nothing in a project that is out of scope', async () => {
    const answer = await ask('/issues/DEFAULT-1/status', {
      form: { status: 'resolved' },
      scope: scope.filter((id) => id !== 1),
    })
    expect(answer.status).toBe(404)
    expect(JSON.parse((await ask('/issues/DEFAULT-1', { wants: 'json' })).text).issue.status).toBe('ignored')
  })

  it('keep the text of strangers text, whatever it is', async () => {
    let n = 100
    for (const [name, text] of Object.entries(hostileStrings)) {
      n += 1
      payload.text = text
      const event = sampleFingerprint(n, {
        problem: n,
        title: text,
        culprit: text,
        metadata: { type: text, value: text },
        tags: [[name, text.slice(0, 200)]],
        grouping: componentJson(
          {
            id: text,
            contributes: true,
            hint: text,
            values: [text, { id: text, contributes: false, values: [text] }],
          },
          16_384,
        ),
      })
      await storeWith([event], broughtAlong(event.eventId, text))
      const { items } = JSON.parse((await ask('/issues?query=', { wants: 'json' })).text)
      const newest =
        items.find((item: { type: string }) => item.type === text.toWellFormed() || item.type === text) ??
        items[0]
      for (const address of [newest.href, `${newest.href}?view=raw&request=curl`, '/issues?query=']) {
        const { text: html } = await ask(address)
        const tags = html.match(/<[a-z][a-z0-9]*(?:\s+[\w-]+(?:="[^"]*")?)*\s*\/?>/gi) ?? []
        expect(tags.length, name).toBe((html.match(/<(?![/!])/g) ?? []).length)
        const names = tags.map((tag) => tag.replace(/="[^"]*"/g, ''))
        expect(
          names.filter((tag) => /\s(?:on\w+|style|srcdoc)(?=[\s>])/i.test(tag)),
          name,
        ).toEqual([])
        expect(html, name).not.toMatch(/(?:href|src|action)="(?!\/|#|https?:)/i)
        expect(html.isWellFormed(), name).toBe(true)
      }
    }
  }, 60_000)
})
