import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askRaw } from './ask-raw.ts'
import { ask, type WireAnswer } from './ask.ts'
import type { AdapterHarness } from './harness.ts'
import { withApp } from './with-app.ts'

/** What must not leave the process with an error nobody handles: its message, its class, a place in the code. */
const leaks: readonly RegExp[] = [/secret-7731/, /RangeError/, /\n\s+at /, /node_modules/, /\.[cm]?[jt]s:\d/]

const accepts = [undefined, '*/*', 'text/html', 'application/json', 'application/problem+json', 'text/plain']

const accepting = (accept: string | undefined): Readonly<Record<string, string>> =>
  accept === undefined ? {} : { accept }

/** Expects an answer, its headers too, to tell nothing of the error of `/boom`. */
export function expectNoLeak(answer: WireAnswer): void {
  const told = `${JSON.stringify(answer.headers)}\n${answer.body}`
  for (const leak of leaks) expect(told).not.toMatch(leak)
}

/** With nothing registered: the generic page, negotiated, safe to show to anyone. */
export function describeGenericPages(harness: AdapterHarness): void {
  describe('generic pages', () => {
    describePages(harness)
    for (const environment of ['production', 'development', undefined]) {
      describe(`under NODE_ENV=${environment}`, () => describeNoLeaks(harness, environment))
    }
  })
}

function describePages(harness: AdapterHarness): void {
  const app = withApp(harness, { handlers: 'none' })
  const get = (path: string, accept?: string): Promise<WireAnswer> =>
    ask(app().url + path, { headers: accepting(accept) })

  it.each([undefined, '*/*', 'text/html'])('answers HTML to Accept %s', async (accept) => {
    const { status, headers, body, broken } = await get('/missing', accept)
    expect([status, broken]).toEqual([404, false])
    expect(headers['content-type']).toMatch(/^text\/html; *charset=utf-8$/i)
    expect(body).toContain('<title>404 Not Found</title>')
    expect(body.length).toBeLessThan(6 * 1024)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['content-security-policy']).toMatch(/default-src 'none'/)
  })

  it.each(['application/json', 'application/problem+json'])(
    'answers problem+json to Accept %s',
    async (accept) => {
      const { status, headers, body } = await get('/missing', accept)
      expect(status).toBe(404)
      expect(headers['content-type']).toMatch(/^application\/problem\+json\b/)
      expect(JSON.parse(body)).toMatchObject({ title: 'Not Found', status: 404, detail: expect.any(String) })
    },
  )

  it('answers text to Accept text/plain', async () => {
    const { status, headers, body } = await get('/missing', 'text/plain')
    expect([status, headers['content-type']]).toEqual([404, expect.stringMatching(/^text\/plain\b/)])
    expect(body).toMatch(/404 Not Found/)
  })

  it('answers an abort with its status, in a scope too', async () => {
    expect((await get('/abort/418')).body).toContain('<title>418 ')
    expect((await get('/admin/forbidden')).body).toContain('<title>403 Forbidden</title>')
    expect((await get('/gone')).body).toContain('<title>410 Gone</title>')
  })

  it('EXC-16: HEAD has the headers of GET and no body', async () => {
    const whole = await get('/missing')
    const { head, body } = await askRaw(`${app().url}/missing`, 'HEAD')
    expect(head).toMatch(/^HTTP\/1\.1 404 /)
    expect(head.toLowerCase()).toContain(`content-length: ${Buffer.byteLength(whole.body)}`)
    expect(head.toLowerCase()).toContain(`content-type: ${whole.headers['content-type']?.toLowerCase()}`)
    expect(body).toBe('')
  })

  it('EXC-15: a wrong method is a 405 with Allow, or a 404 where the framework does not tell', async () => {
    const { status, headers } = await ask(`${app().url}/abort/403`, { method: 'PUT' })
    expect([404, 405]).toContain(status)
    if (status === 405) expect(headers.allow).toMatch(/GET/)
  })

  it.each(['/%E0%A4%A', '/admin/%ff', '//missing', '/..%2f..%2fetc', '/missing?q=%'])(
    'answers the odd path %s with an error of the client',
    async (path) => {
      const answer = await get(path)
      expect([400, 404]).toContain(answer.status)
      expectNoLeak(answer)
    },
  )
}

function describeNoLeaks(harness: AdapterHarness, environment: string | undefined): void {
  const before = process.env['NODE_ENV']
  const set = (value: string | undefined): void => {
    if (value === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = value
  }
  beforeAll(() => set(environment))
  afterAll(() => set(before))
  const app = withApp(harness, { handlers: 'none' })

  it.each(accepts)('UNH-8: says nothing of an unknown error to Accept %s', async (accept) => {
    for (const path of ['/boom', '/async-boom', '/admin/type-error']) {
      const answer = await ask(app().url + path, { headers: accepting(accept) })
      expect([answer.status, answer.broken]).toEqual([500, false])
      expect(answer.body).toMatch(/500|Internal Server Error/)
      expectNoLeak(answer)
    }
  })

  it('gives the reference id on the page and in X-Request-Error', async () => {
    const { headers, body } = await ask(`${app().url}/boom`)
    const reference = headers['x-request-error']
    expect(reference).toMatch(/^[0-9a-f]{32}$/)
    expect(body).toContain(reference)
    const again = await ask(`${app().url}/boom`, { headers: accepting('application/json') })
    expect(again.headers['x-request-error']).not.toBe(reference)
    expect(JSON.parse(again.body)).toMatchObject({ reference: again.headers['x-request-error'] })
  })
}
