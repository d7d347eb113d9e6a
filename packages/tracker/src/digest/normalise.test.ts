import { describe, expect, it } from 'vitest'
import type { StoredEvent } from '../domain/event.ts'
import type { Json, JsonObject } from '../domain/json.ts'
import { normalise } from './normalise.ts'
import type { EventFacts } from './normalise/event-facts.ts'

const received = Date.UTC(2026, 10, 22, 12)
const facts: EventFacts = { projectId: 1, eventId: 'a'.repeat(32), received, clientIp: '203.0.113.9' }

function stored(sent: JsonObject, more: Partial<EventFacts> = {}): StoredEvent {
  const result = normalise({ facts: { ...facts, ...more }, sent: structuredClone(sent) })
  if (result.kind !== 'ok') throw new Error(`normalise answered ${result.kind}`)
  return result.value
}

/** One trap: what is sent, what is looked at, what must be there. */
type Trap = readonly [
  name: string,
  sent: JsonObject,
  look: (event: StoredEvent) => unknown,
  expected: unknown,
]

const frame = { function: 'f', lineno: 1 }

const traps: readonly Trap[] = [
  [
    'tags as a list (Bugsink #130)',
    { tags: [['a', '1'], null, ['b', 2]] },
    (e) => e.tags,
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  [
    'tags as an object with numbers, booleans and null',
    { tags: { a: 1, b: true, c: null } },
    (e) => e.tags,
    [
      ['a', '1'],
      ['b', 'True'],
    ],
  ],
  [
    'the first of two tags of a name wins',
    {
      tags: [
        ['a', '1'],
        ['a', '2'],
      ],
    },
    (e) => e.tags,
    [['a', '1']],
  ],
  ['tag names with spaces get dashes', { tags: { 'a b': 'x' } }, (e) => e.tags, [['a-b', 'x']]],
  [
    'reserved tag names are removed',
    { tags: { release: '1', user: 'x', ok: 'y' } },
    (e) => e.tags,
    [['ok', 'y']],
  ],
  [
    'an over-long tag value is dropped, not cut',
    { tags: { a: 'x'.repeat(201), b: 'y' } },
    (e) => e.tags,
    [['b', 'y']],
  ],
  [
    'the environment tag moves to the top',
    { tags: { environment: 'staging' } },
    (e) => [e.environment, e.tags],
    ['staging', []],
  ],
  [
    'an environment of its own wins over the tag',
    { environment: 'prod', tags: { environment: 'x' } },
    (e) => e.environment,
    'prod',
  ],
  ['server_name is a tag too', { server_name: 'web-1' }, (e) => e.tags, [['server_name', 'web-1']]],
  [
    'thousands of tags are bounded (2.2.2)',
    { tags: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`t${i}`, 'x'])) },
    (e) => e.tags.length,
    100,
  ],
  ['an unknown platform (#143 #145)', { platform: 'PowerShell' }, (e) => e.platform, 'powershell'],
  ['no platform', {}, (e) => e.platform, 'other'],
  [
    'message params as a list (#111)',
    { logentry: { message: 'Hi %s, %d', params: ['Jo', 3] } },
    (e) => e.message?.formatted,
    'Hi Jo, 3',
  ],
  [
    'message params as an object',
    { logentry: { message: '%(who)s left', params: { who: 'Jo' } } },
    (e) => e.message?.formatted,
    'Jo left',
  ],
  [
    'message params as a text',
    { logentry: { message: 'Hi %s', params: 'Jo' } },
    (e) => e.message?.formatted,
    'Hi Jo',
  ],
  [
    'braces when there is no percent sign',
    { logentry: { message: '{} {1} {x}', params: ['a', 'b'] } },
    (e) => e.message?.formatted,
    'a b {x}',
  ],
  [
    'the template is kept apart',
    { logentry: { message: 'Hi %s', params: ['Jo'] } },
    (e) => e.message?.template,
    'Hi %s',
  ],
  ['message as a text', { message: 'hello' }, (e) => e.message, { formatted: 'hello' }],
  ['message false is no message', { logentry: false }, (e) => e.message, undefined],
  [
    'the older alias of the message',
    { 'sentry.interfaces.Message': { message: 'old' } },
    (e) => e.message?.formatted,
    'old',
  ],
  [
    'null frames',
    { exception: { values: [{ type: 'E', stacktrace: { frames: [null, frame, null] } }] } },
    (e) => e.exceptions[0]?.stack?.frames.length,
    1,
  ],
  [
    'None in contexts',
    { contexts: { os: null, app: { name: 'x' } } },
    (e) => e.contexts,
    { app: { name: 'x', type: 'app' } },
  ],
  [
    'ip {{auto}} with remote_addr null (#229)',
    { user: { ip_address: '{{auto}}' }, request: { env: { REMOTE_ADDR: null } } },
    (e) => e.user?.ip,
    '203.0.113.9',
  ],
  [
    "the address of a server-side event is not the client's",
    { platform: 'node', user: { id: '1' } },
    (e) => e.user?.ip,
    undefined,
  ],
  [
    "the address of a browser's event is the client's",
    { platform: 'javascript' },
    (e) => e.user?.ip,
    '203.0.113.9',
  ],
  ['a release that is no string', { release: 42 }, (e) => e.release, '42'],
  ['a release that is an object', { release: { a: 1 } }, (e) => e.release, undefined],
  ['an unlawful release', { release: 'a/b' }, (e) => [e.release, e.notes[0]?.code], [undefined, 'invalid']],
  ['environment None', { environment: 'None' }, (e) => e.environment, undefined],
  [
    'headers as a list',
    {
      request: {
        headers: [
          ['accept', 'a'],
          ['X-YZ', ['1', '2']],
        ],
      },
    },
    (e) => e.request?.headers,
    [
      ['Accept', 'a'],
      ['X-Yz', '1,2'],
    ],
  ],
  [
    'header names in title case',
    { request: { headers: { 'content-TYPE': 'x' } } },
    (e) => e.request?.headers,
    [['Content-Type', 'x']],
  ],
  [
    'the cookie header becomes cookies',
    { request: { headers: { cookie: 'a=b; c = d' } } },
    (e) => [e.request?.cookies, e.request?.headers],
    [
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      [],
    ],
  ],
  ['cookies as an object', { request: { cookies: { a: 'b' } } }, (e) => e.request?.cookies, [['a', 'b']]],
  [
    'query and fragment are split off the url',
    { request: { url: 'http://x/p?a=1&b=%20c#f' } },
    (e) => [e.request?.url, e.request?.query, e.request?.fragment],
    [
      'http://x/p',
      [
        ['a', '1'],
        ['b', ' c'],
      ],
      'f',
    ],
  ],
  ['query as pairs', { request: { query_string: [['a', '1']] } }, (e) => e.request?.query, [['a', '1']]],
  ['query as an object', { request: { query_string: { a: '1' } } }, (e) => e.request?.query, [['a', '1']]],
  [
    'a malformed percent encoding stays as it is',
    { request: { query_string: 'a=%E0%A4%A' } },
    (e) => e.request?.query,
    [['a', '%E0%A4%A']],
  ],
  ['a JSON body as a text is parsed', { request: { data: '{"a":1}' } }, (e) => e.request?.body, { a: 1 }],
  [
    'a form body is parsed',
    { request: { data: 'a=1&a=2&b=3', headers: { 'content-type': 'application/x-www-form-urlencoded' } } },
    (e) => e.request?.body,
    { a: ['1', '2'], b: '3' },
  ],
  [
    'methods are upper case, others go',
    { request: { method: 'get', url: 'x' } },
    (e) => e.request?.method,
    'GET',
  ],
  ['user id as a number', { user: { id: 7 } }, (e) => e.user?.id, '7'],
  ['unknown user keys go to data', { user: { id: '1', plan: 'pro' } }, (e) => e.user?.data, { plan: 'pro' }],
  [
    'frames missing all information',
    { exception: [{ type: 'E', stacktrace: { frames: [{}] } }] },
    (e) => e.exceptions[0]?.stack?.frames[0]?.inApp,
    false,
  ],
  [
    'fingerprint with numbers, booleans and null (#102)',
    { fingerprint: [3.5, true, null, 'x'] },
    (e) => e.fingerprint,
    ['3', 'True', 'x'],
  ],
  [
    'an exception as one bare object',
    { exception: { type: 'E', value: 'v' } },
    (e) => e.exceptions.map(({ type }) => type),
    ['E'],
  ],
  ['an empty exception object is none', { exception: {} }, (e) => [e.exceptions, e.type], [[], 'default']],
  [
    'exceptions as a bare list with null',
    { exception: [null, { type: 'E' }] },
    (e) => [e.exceptions.length, e.type],
    [1, 'error'],
  ],
  [
    'an exception value that is no text',
    { exception: [{ type: 'E', value: { a: [1] } }] },
    (e) => e.exceptions[0]?.value,
    '{"a":[1]}',
  ],
  [
    'type and value in one text',
    { exception: [{ value: 'TypeError: x is not a function' }] },
    (e) => [e.exceptions[0]?.type, e.exceptions[0]?.value],
    ['TypeError', 'x is not a function'],
  ],
  [
    'a value with a colon keeps its type',
    { exception: [{ type: 'A', value: 'B: c' }] },
    (e) => [e.exceptions[0]?.type, e.exceptions[0]?.value],
    ['A', 'B: c'],
  ],
  [
    'a mechanism without type',
    { exception: [{ type: 'E', mechanism: { handled: false } }] },
    (e) => e.exceptions[0]?.mechanism,
    { type: 'generic', handled: false },
  ],
  [
    'a top-level stack moves into the only exception',
    { exception: [{ type: 'E' }], stacktrace: { frames: [frame] } },
    (e) => [e.exceptions[0]?.stack?.frames.length, e.stack],
    [1, undefined],
  ],
  [
    "the crashed thread's stack belongs to the exception",
    { exception: [{ type: 'E', thread_id: 1 }], threads: [{ id: '1', stacktrace: { frames: [frame] } }] },
    (e) => [e.exceptions[0]?.stack?.frames.length, e.threads[0]?.stack],
    [1, undefined],
  ],
  [
    'vars as a list',
    { exception: [{ type: 'E', stacktrace: { frames: [{ function: 'f', vars: ['a', 'b'] }] } }] },
    (e) => e.exceptions[0]?.stack?.frames[0]?.vars,
    { 0: 'a', 1: 'b' },
  ],
  [
    'abs_path alone is the file name too',
    { stacktrace: { frames: [{ abs_path: 'https://x.io/static/app.js?v=1' }] } },
    (e) => e.stack?.frames[0]?.filename,
    '/static/app.js',
  ],
  [
    'in_app follows from the path',
    {
      stacktrace: {
        frames: [
          { filename: '/srv/node_modules/a/i.js' },
          { filename: 'node:internal/x' },
          { filename: '/srv/app/i.js' },
          { filename: '/usr/lib/python3.12/site-packages/d/v.py' },
        ],
      },
    },
    (e) => e.stack?.frames.map(({ inApp }) => inApp),
    [false, false, true, false],
  ],
  [
    'in_app as sent wins',
    { stacktrace: { frames: [{ filename: '/srv/node_modules/a/i.js', in_app: true }] } },
    (e) => e.stack?.frames[0]?.inApp,
    true,
  ],
  [
    'breadcrumbs with null and the old type key',
    { breadcrumbs: { values: [null, { ty: 'http', timestamp: '2026-11-22T11:00:00' }] } },
    (e) => [e.breadcrumbs[0]?.type, e.breadcrumbs[0]?.timestamp],
    ['http', received - 3_600_000],
  ],
  ['the level log is info', { level: 'log' }, (e) => e.level, 'info'],
  ['an unknown level is error', { level: 'loud' }, (e) => e.level, 'error'],
  [
    'null everywhere',
    {
      tags: null,
      user: null,
      request: null,
      contexts: null,
      extra: null,
      exception: null,
      breadcrumbs: null,
      threads: null,
      sdk: null,
      modules: null,
      fingerprint: null,
      logentry: null,
    },
    (e) => [e.type, e.tags, e.extra],
    ['default', [], {}],
  ],
  ['numbers that JSON cannot say', { extra: { a: Infinity } }, (e) => e.extra, { a: 'Infinity' }],
  [
    'the browser of a page',
    {
      platform: 'javascript',
      request: {
        headers: {
          'User-Agent':
            'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
        },
      },
    },
    (e) => [e.contexts['browser'], e.contexts['os']?.['name']],
    [{ type: 'browser', name: 'Chrome', version: '131.0.0.0' }, 'Windows'],
  ],
  [
    'a policy report',
    { csp: { 'effective-directive': 'img-src', 'blocked-uri': 'https://evil.io/x.png' } },
    (e) => [e.type, e.message?.formatted, e.security?.directive],
    ['csp', "Blocked 'img-src' from 'evil.io'", 'img-src'],
  ],
  ["the connect page's test event", { tags: { 'culprit.test': 'true' } }, (e) => e.sample, true],
]

describe('normalise (A12, A14)', () => {
  it.each(traps)('%s', (_name, sent, look, expected) => {
    expect(look(stored(sent))).toEqual(expected)
  })
})

describe('normalise: times (A11)', () => {
  const seconds = received / 1000
  const cases: readonly (readonly [
    string,
    Json | undefined,
    Partial<EventFacts>,
    number,
    readonly string[],
  ])[] = [
    ['no time is the arrival', undefined, {}, received, []],
    ['a number is seconds', seconds - 5.5, {}, received - 5500, []],
    ['a text without zone is UTC', '2026-11-22T11:59:00', {}, received - 60_000, []],
    ['60 s ahead is kept', seconds + 60, {}, received + 60_000, []],
    ['61 s ahead becomes the arrival', seconds + 61, {}, received, ['future_timestamp']],
    ['30 days back is kept', seconds - 30 * 86_400, {}, received - 30 * 86_400_000, []],
    [
      'more than 30 days back becomes the arrival',
      seconds - 30 * 86_400 - 1,
      {},
      received,
      ['past_timestamp'],
    ],
    [
      '54 minutes of drift are left alone',
      seconds - 54 * 60,
      { sentAt: received - 54 * 60_000 },
      received - 54 * 60_000,
      [],
    ],
    [
      '55 minutes of drift are corrected',
      seconds - 55 * 60 - 10,
      { sentAt: received - 55 * 60_000 },
      received - 10_000,
      ['clock_drift'],
    ],
    ['before 1970 is the arrival', -5, {}, received, ['invalid']],
    ['nonsense is the arrival', 'yesterday', {}, received, ['invalid']],
  ]
  it.each(cases)('%s', (...[, timestamp, more, expected, codes]) => {
    const event = stored(timestamp === undefined ? {} : { timestamp }, more)
    expect(event.timestamp).toBe(expected)
    expect(event.notes.map(({ code }) => code)).toEqual(codes)
  })

  it('shifts breadcrumbs with the event', () => {
    const event = stored({ timestamp: seconds + 7200, breadcrumbs: [{ timestamp: seconds + 7190 }] })
    expect(event.breadcrumbs[0]?.timestamp).toBe(received - 10_000)
  })
})

describe('normalise: _meta of the SDK', () => {
  it('says what the SDK cut, redacted or found wrong', () => {
    const _meta = {
      extra: { list: { '': { len: 1234 } } },
      user: { email: { '': { rem: [['@email', 's', 0, 5]] } } },
      tags: { '': { err: ['invalid_data', ['value_too_long', {}]] } },
    }
    expect(stored({ _meta }).notes).toEqual([
      { path: 'extra.list', code: 'from_sdk', text: 'Cut by the SDK; it was 1234 long.' },
      { path: 'user.email', code: 'from_sdk', text: 'Changed by the SDK (@email).' },
      { path: 'tags', code: 'from_sdk', text: 'The SDK found it faulty (invalid_data, value_too_long).' },
    ])
  })

  it.each([[{ '': 5 }], [[1]], ['x'], [{ a: { '': { rem: 5, err: {}, len: 'x' } } }]])(
    'takes any %o',
    (_meta: Json) => {
      expect(stored({ _meta }).notes).toEqual([])
    },
  )
})

describe('normalise: bounds', () => {
  it('keeps both ends of too many exceptions', () => {
    const exception = Array.from({ length: 40 }, (_, index) => ({ type: `E${index}` }))
    const { exceptions, notes } = stored({ exception })
    expect([exceptions.length, exceptions[0]?.type, exceptions.at(-1)?.type]).toEqual([32, 'E0', 'E39'])
    expect(notes[0]?.code).toBe('cut')
  })

  it("keeps 250 frames: both ends and the application's own", () => {
    const frames = Array.from({ length: 2000 }, (_, index) => ({
      function: `f${index}`,
      in_app: index === 1000,
    }))
    const stack = stored({ exception: [{ type: 'RangeError', stacktrace: { frames } }] }).exceptions[0]?.stack
    const names = stack?.frames.map((each) => each.function) ?? []
    expect(names).toHaveLength(250)
    expect([names[0], names.at(-1), names.includes('f1000'), stack?.framesCut]).toEqual([
      'f0',
      'f1999',
      true,
      1750,
    ])
  })

  it('keeps the last 100 breadcrumbs', () => {
    const breadcrumbs = Array.from({ length: 150 }, (_, index) => ({ message: `m${index}` }))
    const kept = stored({ breadcrumbs }).breadcrumbs
    expect([kept.length, kept[0]?.message]).toEqual([100, 'm50'])
  })

  it('keeps local variables of 60 kB and says what it cut of more', () => {
    const vars = (chars: number): JsonObject =>
      Object.fromEntries(Array.from({ length: chars / 1000 }, (_, index) => [`v${index}`, 'x'.repeat(990)]))
    const event = (chars: number): StoredEvent =>
      stored({ stacktrace: { frames: [{ function: 'f', vars: vars(chars) }] } })
    expect(Object.keys(event(60_000).stack?.frames[0]?.vars ?? {})).toHaveLength(60)
    expect(event(60_000).notes).toEqual([])
    expect(JSON.stringify(event(100_000).stack?.frames[0]?.vars).length).toBeLessThan(70_000)
    expect(event(100_000).notes.map(({ path }) => path)).toEqual(['stacktrace.frames.vars'])
  })

  it('does not cut a surrogate pair in half', () => {
    const value = `${'x'.repeat(8190)}😀tail`
    expect(stored({ exception: [{ type: 'E', value }] }).exceptions[0]?.value?.isWellFormed()).toBe(true)
  })
})
