import { describe, expect, it } from 'vitest'
import { askRaw } from './ask-raw.ts'
import { ask } from './ask.ts'
import type { AdapterHarness } from './harness.ts'
import { withApp } from './with-app.ts'

interface FormRow {
  /** What the handler of `/form/NAME` returns. */
  readonly name: string
  readonly status: number
  readonly body: string
  readonly headers: Readonly<Record<string, string | readonly string[]>>
}

/** The same answer in every form that a handler may return it. */
const forms: readonly FormRow[] = [
  { name: 'text', status: 200, body: 'a text', headers: {} },
  { name: 'object', status: 200, body: '{"form":"object"}', headers: { 'content-type': 'application/json' } },
  { name: 'body-status', status: 409, body: 'a pair', headers: {} },
  { name: 'body-headers', status: 200, body: 'a pair', headers: { 'x-form': 'pair' } },
  { name: 'triple', status: 409, body: '{"form":"triple"}', headers: { 'x-form': 'triple' } },
  {
    name: 'response',
    status: 409,
    body: 'a response',
    headers: { 'x-form': 'response', 'set-cookie': ['a=1', 'b=2'] },
  },
  { name: 'stream-response', status: 409, body: 'a streamed response', headers: { 'x-form': 'stream' } },
  { name: 'native', status: 409, body: 'native', headers: { 'x-form': 'native' } },
  { name: 'late-native', status: 409, body: 'native', headers: { 'x-form': 'native' } },
]

/** DSP-8: what a handler returns, in each framework's own form and in those of this library. */
export function describeAnswerForms(harness: AdapterHarness): void {
  describe('forms of answers', () => {
    const app = withApp(harness, { handlers: 'all' })

    it.each(forms)('DSP-8: a handler returns a $name', async ({ name, status, body, headers }) => {
      const answer = await ask(`${app().url}/form/${name}`)
      expect([answer.status, answer.body, answer.broken]).toEqual([status, body, false])
      for (const [header, value] of Object.entries(headers)) {
        const expected = header === 'content-type' ? expect.stringContaining(String(value)) : value
        expect(answer.headers[header]).toEqual(expected)
      }
    })

    it.each(forms)('EXC-16: HEAD leaves the body of a $name away', async ({ name, status }) => {
      const { head, body } = await askRaw(`${app().url}/form/${name}`, 'HEAD')
      expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
      expect(body).toBe('')
    })

    it('DSP-10: a handler returns the exception, which answers for itself', async () => {
      const { status, headers, body } = await ask(`${app().url}/form/exception`)
      expect([status, headers.allow]).toEqual([405, 'GET, PUT'])
      expect(body).toContain('<title>405 Method Not Allowed</title>')
    })

    it.each(['bad-header', 'bad-status', 'circular', 'bigint'])(
      'UNH-1: a handler whose answer cannot be sent (%s) is an error of the server',
      async (name) => {
        const { seen, url } = app()
        const from = seen.lines.length
        const { status, broken } = await ask(`${url}/form/${name}`)
        expect([status, broken]).toEqual([500, false])
        expect(seen.lines.slice(from).map(({ level }) => level)).toEqual(['error'])
      },
    )

    it('DSP-11: a handler that returns nothing and has not answered is an error', async () => {
      const { status, body } = await ask(`${app().url}/form/nothing`)
      expect([status, body]).toEqual([500, 'app 500: TypeError'])
    })
  })
}
