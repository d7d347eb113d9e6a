import createError from 'http-errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type FakeContext,
  fakeIncident,
  FakeLog,
  headerOf,
  summary,
} from '../../test/handlers/fake-incident.ts'
import { html } from '../html/html.ts'
import { ImATeapot, NotFound } from '../http/client-errors.ts'
import { Unauthorized } from '../http/unauthorized.ts'
import type { Answer } from './answer.ts'
import { Errors } from './errors.ts'

/** Returns the answer made of what a 404 handler returned, and what went wrong with it. */
async function convert(value: unknown, context?: FakeContext): Promise<{ answer: Answer; failure: unknown }> {
  const log = new FakeLog()
  const errors = new Errors<FakeContext>({ log })
  errors.registerErrorHandler(404, () => value)
  const answer = await errors.dispatch(new NotFound(), fakeIncident(context === undefined ? {} : { context }))
  return { answer, failure: log.errors[0]?.error }
}

const text = 'text/plain; charset=utf-8'
const json = 'application/json'

describe('what a handler returns', () => {
  it.each<[name: string, value: unknown, expected: string, contentType: string | undefined]>([
    ['a string', 'app 404', '200 app 404', text],
    ['an empty string', '', '200 ', text],
    ['markup in a string, which stays text', '<script>', '200 <script>', text],
    ['html', html`<p>${'<b>'}</p>`, '200 <p>&lt;b&gt;</p>', 'text/html; charset=utf-8'],
    ['bytes', new Uint8Array([1, 2]), '200 ', 'application/octet-stream'],
    ['an object', { error: 'x' }, '200 {"error":"x"}', json],
    ['an object with toJSON', { toJSON: () => ({ code: 1 }) }, '200 {"code":1}', json],
    ['an array', [1, 2, 3, 4], '200 [1,2,3,4]', json],
    ['an array of two objects', [{ id: 'a' }, { id: 'b' }], '200 [{"id":"a"},{"id":"b"}]', json],
    ['an array of three', ['a', 'b', 'c'], '200 ["a","b","c"]', json],
    ['an empty array', [], '200 []', json],
    ['[body, status]', ['gone', 410], '410 gone', text],
    ['[JSON, status]', [{ error: 'x' }, 400], '400 {"error":"x"}', json],
    ['[body, headers]', ['<p>', { 'content-type': 'text/html' }], '200 <p>', 'text/html'],
    [
      '[JSON, Headers]',
      [{ a: 1 }, new Headers({ 'content-type': 'application/hal+json' })],
      '200 {"a":1}',
      'application/hal+json',
    ],
    ['[body, status, headers]', ['x', 499, { 'Content-Type': 'text/css' }], '499 x', 'text/css'],
    ['[body, status, pairs]', ['x', 499, [['Content-Type', 'text/css']]], '499 x', 'text/css'],
    ['[body, status, undefined]', ['x', 499, undefined], '499 x', text],
    ['a Response', new Response('x', { status: 299 }), '299 (response)', undefined],
    ['a web stream', new Response('x').body, '200 (response)', undefined],
    ['[Response, status]', [new Response('x'), 499], '499 (response)', undefined],
    [
      '[exception, status]',
      [new ImATeapot(), 420],
      expect.stringMatching(/^420 .*teapot/s) as never,
      'text/html; charset=utf-8',
    ],
  ])('DSP-8: %s', async (_, value, expected, contentType) => {
    const { answer, failure } = await convert(value)
    expect(failure).toBeUndefined()
    expect(summary(answer)).toEqual(expected)
    expect(headerOf(answer, 'content-type')).toEqual(contentType === undefined ? [] : [contentType])
  })

  it('DSP-8: a promise of any of these', async () => {
    expect(summary((await convert(Promise.resolve(['late', 410]))).answer)).toBe('410 late')
  })

  it("adds no header but the type to what is the application's own answer", async () => {
    for (const value of ['text', html`<p>`, new Uint8Array(1), { json: true }]) {
      const { answer } = await convert(value)
      if (answer.kind !== 'reply') throw new Error(`${answer.kind} is no reply`)
      expect(answer.headers.map(([name]) => name)).toEqual([
        'Content-Type',
        'Content-Length',
        'X-Request-Error',
      ])
    }
  })

  it('DSP-8: an exception, with its headers', async () => {
    const { answer } = await convert(new Unauthorized({ wwwAuthenticate: ['Basic', 'Bearer'] }))
    expect(summary(answer)).toMatch(/^401 /)
    expect(headerOf(answer, 'www-authenticate')).toEqual(['Basic', 'Bearer'])
  })

  it('DSP-8: an HTTP error of another library', async () => {
    expect(summary((await convert(createError(410))).answer)).toMatch(/^410 /)
  })

  it('keeps the headers of a Response, and adds those beside it', async () => {
    const response = new Response('x', { headers: { vary: 'Accept', etag: 'a' } })
    const { answer } = await convert([response, 499, { etag: 'b' }])
    if (answer.kind !== 'response') throw new Error('It must be a response.')
    expect([...answer.response.headers]).toEqual([
      ['content-type', 'text/plain;charset=UTF-8'],
      ['etag', 'b'],
      ['vary', 'Accept'],
    ])
  })

  it('asks the framework first', async () => {
    const { answer } = await convert(undefined, { request: 'one', answered: true })
    expect(answer).toEqual({ kind: 'native', value: undefined })
  })

  it.each<[name: string, value: unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a boolean', true],
    ['a number', 404],
    ['a bigint', 1n],
    ['a symbol', Symbol('s')],
    ['a function', () => 'x'],
    ['an error', new RangeError('x')],
    ['[body, no status]', ['x', 1000]],
    ['[body, status, no headers]', ['x', 200, 'no headers']],
    ['a header with a line break', ['x', 200, { a: 'b\r\nSet-Cookie: c=d' }]],
    ['a header with a name that is none', ['x', 200, { 'a b': 'c' }]],
    ['a header that is not Latin-1', ['x', 200, { a: '☃' }]],
    ['[undefined, status]', [undefined, 404]],
  ])('DSP-11, DBGH-4: %s is an error of the handler', async (_, value) => {
    const { answer, failure } = await convert(value)
    expect(failure).toBeInstanceOf(TypeError)
    expect(summary(answer)).toMatch(/^500 /)
  })

  it('DSP-12: a promise that rejects is an error of the handler', async () => {
    const late = new TypeError('late')
    const rejecting = Promise.reject(late)
    expect((await convert(rejecting)).failure).toBe(late)
  })

  it('DSP-11: JSON that cannot be written is an error of the handler', async () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    expect((await convert(cycle)).failure).toBeInstanceOf(TypeError)
    expect((await convert({ toJSON: () => undefined })).failure).toBeInstanceOf(TypeError)
    expect((await convert({ big: 1n })).failure).toBeInstanceOf(TypeError)
  })

  it('never fails to make an answer, whatever a handler returns', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything({ withProxy: false } as never), async (value) => {
        const { answer } = await convert(value)
        expect(['reply', 'response']).toContain(answer.kind)
        if (answer.kind === 'reply') {
          expect(answer.status).toBeGreaterThanOrEqual(200)
          expect(headerOf(answer, 'x-request-error')).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])
        }
      }),
      { numRuns: 300 },
    )
  })
})
