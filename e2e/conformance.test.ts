import { describe, expect, it } from 'vitest'
import { ask, askRaw, conformanceRows, expectNoLeak, expectRow } from '@culprit/testkit'
import { conformanceApps, conformanceName, startConformance } from './support/conformance-app.ts'

const apps = conformanceApps.map((options) => ({ ...options, name: conformanceName(options) }))

/** Rows that reach the 500 step by an error that nobody handles, and so leave their stack on stderr. */
const logged = ['/boom', '/async-boom', '/throw-string', '/clumsy']

describe.each(apps)('conformance: $name', (options) => {
  it('answers every row of the table, and logs the unhandled errors alone', async () => {
    const app = await startConformance(options)
    for (const row of conformanceRows) expectRow(await ask(app.url + row.path), row)
    const head = await askRaw(`${app.url}/missing`, 'HEAD')
    expect([head.head.split('\r\n')[0], head.body]).toEqual(['HTTP/1.1 404 Not Found', ''])
    const stderr = await app.stop()
    const paths = [...stderr.matchAll(/Exception on (\S+) \[GET\]/g)].map(([, path]) => path)
    expect(paths).toEqual(logged)
    expect(stderr.match(/^(Uncaught )?RangeError: secret-7731/gm)).toHaveLength(2)
    for (const handled of ['PaymentError', 'NotFound', 'TypeError']) expect(stderr).not.toContain(handled)
  })

  it('breaks the connection of a stream that fails, and writes one line about it', async () => {
    const app = await startConformance(options)
    const answer = await ask(`${app.url}/stream`)
    expect([answer.status, answer.body, answer.broken]).toEqual([200, 'some bytes\n', true])
    expect((await ask(`${app.url}/card`)).body).toBe('payment: declined')
    const stderr = await app.stop()
    expect(stderr.match(/the cursor was closed/g)).toHaveLength(1)
  })

  it.each(['production', 'development'])(
    'tells nothing with HANDLERS=none and NODE_ENV=%s',
    async (environment) => {
      await using app = await startConformance({
        ...options,
        env: { ...options.env, HANDLERS: 'none', NODE_ENV: environment },
      })
      const page = await ask(`${app.url}/missing`)
      expect([page.status, page.headers['content-type']]).toEqual([404, expect.stringMatching(/^text\/html/)])
      expect(page.body).toContain('<title>404 Not Found</title>')
      const problem = await ask(`${app.url}/missing`, { headers: { accept: 'application/json' } })
      expect(problem.headers['content-type']).toMatch(/^application\/problem\+json/)
      for (const accept of ['text/html', 'application/json', 'text/plain', '*/*']) {
        const boom = await ask(`${app.url}/boom`, { headers: { accept } })
        expect([boom.status, boom.broken]).toEqual([500, false])
        expectNoLeak(boom)
      }
    },
  )
})
