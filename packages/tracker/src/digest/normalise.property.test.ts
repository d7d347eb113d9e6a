import fc from 'fast-check'
import { createRedactor } from '@culprit/redact'
import { describe, expect, it } from 'vitest'
import type { Json } from '../domain/json.ts'
import { limits } from './limits.ts'
import { payloadTextOf } from './payload-text.ts'
import { createPipeline } from './pipeline.ts'
import { createRunner } from './run.ts'
import type { DigestedEvent } from './fingerprint.ts'

const pipeline = createPipeline(createRedactor())
const runner = createRunner()

function digest(text: string): DigestedEvent {
  const bytes = new TextEncoder().encode(text)
  const facts = { projectId: 1, received: 1_795_000_000_000 }
  const result = runner.run(pipeline, { facts, seed: 'seed', body: { kind: 'json-text', bytes } })
  if (result.kind === 'fail') throw result.error
  if (result.kind === 'drop') throw new Error(`dropped: ${result.reason} ${result.detail}`)
  return result.value
}

const keys = [
  'event_id',
  'level',
  'timestamp',
  'platform',
  'logger',
  'message',
  'logentry',
  'exception',
  'stacktrace',
  'threads',
  'breadcrumbs',
  'request',
  'user',
  'tags',
  'contexts',
  'extra',
  'modules',
  'sdk',
  'fingerprint',
  'debug_meta',
  'csp',
  'transaction',
  'release',
  'dist',
  'environment',
  'server_name',
  'values',
  'frames',
  'type',
  'value',
  'mechanism',
  'vars',
  'function',
  'filename',
  'abs_path',
  'lineno',
  'pre_context',
  'context_line',
  'in_app',
  'headers',
  'cookies',
  'query_string',
  'url',
  'data',
  'env',
  'id',
  'ip_address',
  'params',
  'formatted',
  'name',
  'version',
  'integrations',
  '__proto__',
  'constructor',
  'toString',
  'password',
  '_meta',
  '',
  'len',
  'rem',
]

/** Events whose parts have the right names and anything at all as values. */
const { event } = fc.letrec<{ event: object; value: Json }>((tie) => ({
  event: fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 12 }),
  value: fc.oneof(
    { maxDepth: 6 },
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\ud800',
      '{{auto}}',
      'Bearer abc',
      '%s %(x)s {}',
      'a=b; c',
      'https://u:p@h/?q#f',
      '',
      'Error: x',
    ),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 6 }),
  ),
}))

describe('the fold', () => {
  it('takes any JSON object, keeps the bounds and survives a round trip', () => {
    fc.assert(
      fc.property(event, (sent) => {
        const { event: stored, row } = digest(JSON.stringify(sent))
        const text = payloadTextOf(stored)
        expect(JSON.stringify(JSON.parse(text))).toBe(text)
        expect(text.length).toBeLessThanOrEqual(limits.eventChars)
        expect(stored.tags.length).toBeLessThanOrEqual(limits.tags)
        expect(stored.exceptions.length).toBeLessThanOrEqual(limits.exceptions)
        expect(stored.notes.length).toBeLessThanOrEqual(limits.notes)
        expect(row.hash).toMatch(/^[0-9a-f]{32}$/)
        expect(row.eventId).toMatch(/^[0-9a-f]{32}$/)
        expect(row.title.isWellFormed() && row.title.length <= 256).toBe(true)
        expect(Number.isInteger(stored.timestamp)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('takes nesting of 10,000 levels anywhere', () => {
    for (const key of [
      'extra',
      'contexts',
      'exception',
      'tags',
      'request',
      'user',
      'breadcrumbs',
      'logentry',
      'fingerprint',
      'debug_meta',
      'csp',
      'vars',
    ]) {
      for (const [open, close] of [
        ['[', ']'],
        ['{"values":', '}'],
        ['{"a":', '}'],
      ] as const) {
        const text = `{"${key}":${open.repeat(10_000)}1${close.repeat(10_000)},"stacktrace":{"frames":[{"vars":{"x":${open.repeat(10_000)}1${close.repeat(10_000)}}}]}}`
        expect(payloadTextOf(digest(text).event).length).toBeLessThan(limits.eventChars)
      }
    }
  })

  it('keeps __proto__ keys as data', () => {
    const polluted = '{"__proto__":{"polluted":1},"x":1}'
    const { event: stored } = digest(
      `{"extra":${polluted},"contexts":${polluted},"tags":${polluted},"modules":{"__proto__":"1"},"user":${polluted},"request":{"env":${polluted},"data":${polluted}}}`,
    )
    expect(Object.hasOwn({}, 'polluted') || 'polluted' in {}).toBe(false)
    expect('polluted' in stored.extra).toBe(false)
    expect(Object.keys(stored.extra)).toContain('__proto__')
    expect(JSON.parse(payloadTextOf(stored))).toHaveProperty('extra')
  })

  it('takes lone surrogates, and keeps them out of the row', () => {
    const { event: stored, row } = digest(
      '{"exception":[{"type":"E\\ud800","value":"a\\udfff"}],"tags":{"a":"\\ud83d"},"user":{"id":"\\ud83d"}}',
    )
    expect(row.title.isWellFormed()).toBe(true)
    expect(row.tags.every(([, value]) => value.isWellFormed())).toBe(true)
    expect(row.userKey?.isWellFormed()).toBe(true)
    expect(() => JSON.parse(payloadTextOf(stored)) as unknown).not.toThrow()
  })

  it('takes bare NaN and Infinity', () => {
    const { event: stored } = digest('{"extra":{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN"},"timestamp":NaN}')
    expect(stored.extra).toEqual({ a: null, b: [null, null], c: 'NaN' })
  })

  const units = [
    '%',
    '%(a',
    '{',
    '{a',
    'a=',
    '&',
    ';',
    '#',
    '?',
    '-',
    'a: ',
    ' ',
    '\n',
    '[',
    '{"a":',
    'Version/',
    'é',
    '1',
    '://',
    'a.',
    ':',
  ]

  it.each(units)('is done with 100,000 characters of %j anywhere in well under a second', (unit) => {
    const long = unit.repeat(Math.floor(100_000 / unit.length))
    const events: readonly object[] = [
      { logentry: { message: long, params: ['x'] } },
      { exception: [{ value: long }], transaction: long },
      { request: { url: long, data: long } },
      { request: { query_string: long, method: long } },
      { request: { cookies: long } },
      { request: { data: long, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } } },
      { request: { headers: { 'User-Agent': long, [long]: 'x' } } },
      { stacktrace: { frames: [{ abs_path: long, function: long, context_line: long, vars: { a: long } }] } },
      { tags: { a: long }, release: long, user: { ip_address: long }, csp: { 'blocked-uri': long } },
    ]
    for (const sent of events) {
      const start = performance.now()
      payloadTextOf(digest(JSON.stringify(sent)).event)
      expect(performance.now() - start, JSON.stringify(sent).slice(0, 40)).toBeLessThan(3_000)
    }
  })

  it('cuts an event that is too large as a whole', () => {
    const vars = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`v${index}`, 'é'.repeat(1000)]))
    const frames = Array.from({ length: 8 }, () => ({ function: 'f', in_app: true, vars }))
    const sent = { exception: [{ type: 'E', stacktrace: { frames } }], extra: { a: 'x'.repeat(1000) } }
    const { event: stored } = digest(JSON.stringify(sent))
    const huge = { ...stored, exceptions: [stored.exceptions, stored.exceptions, stored.exceptions].flat() }
    const kept: unknown = JSON.parse(payloadTextOf(huge))
    expect(JSON.stringify(kept).length).toBeLessThanOrEqual(limits.eventChars)
    expect(JSON.stringify(kept)).toContain('The event was too large')
  })
})
