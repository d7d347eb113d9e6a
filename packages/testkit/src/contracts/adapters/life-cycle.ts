import { describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import type { AdapterHarness } from './harness.ts'
import { withApp } from './with-app.ts'
import { until } from '../../until.ts'

/** What an application is told beside the answer: log, observers, teardown; and when registration ends. */
export function describeLifeCycle(harness: AdapterHarness): void {
  describe('log, observers and teardown', () => {
    describeLog(harness)
    describeTeardown(harness)
    describeSealing(harness)
    describePropagation(harness)
  })
}

function describeLog(harness: AdapterHarness): void {
  const app = withApp(harness, { handlers: 'all' })

  it('LOG-5: an unhandled error is logged once, without its query string and with its reference', async () => {
    const { seen, url } = app()
    const from = seen.lines.length
    const { headers } = await ask(`${url}/boom?token=abc`)
    const lines = seen.lines.slice(from)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      level: 'error',
      message: 'Exception on /boom [GET]',
      error: expect.any(RangeError),
      reference: headers['x-request-error'],
    })
  })

  it('LOG-6: whatever is logged in a request knows its URL and where it came from', async () => {
    const { seen, url } = app()
    for (const path of ['/boom?id=7', '/async-boom']) {
      const from = seen.lines.length
      await ask(url + path)
      const { url: target, ...context } = seen.lines[from]?.context ?? {}
      expect(String(target).replace(url, '')).toBe(path)
      expect(context).toMatchObject({ method: 'GET', remote_addr: expect.stringContaining('127.0.0.1') })
    }
  })

  it('SIG-2: observers hear of unhandled errors only, with what was thrown', async () => {
    const { seen, url } = app()
    const from = seen.events.length
    await ask(`${url}/payment`)
    await ask(`${url}/missing`)
    await ask(`${url}/abort/500`)
    await ask(`${url}/admin/type-error`)
    const { headers } = await ask(`${url}/throw-string`)
    const unhandled = seen.events.slice(from).filter(({ name }) => name === 'unhandled')
    expect(unhandled).toHaveLength(1)
    expect(unhandled[0]?.reference).toBe(headers['x-request-error'])
    expect(unhandled[0]?.error).toBeTypeOf('string')
  })

  it('UNH-6: handled errors and an explicit abort(500) are not logged', async () => {
    const { seen, url } = app()
    const from = seen.lines.length
    for (const path of ['/payment', '/missing', '/abort/500', '/admin/type-error', '/type-error'])
      await ask(url + path)
    expect(seen.lines.slice(from)).toEqual([])
  })
}

function describeTeardown(harness: AdapterHarness): void {
  const app = withApp(harness, { handlers: 'all' })
  const teardownOf = async (path: string): Promise<unknown> => {
    const { seen, url } = app()
    const from = seen.teardowns.length
    await ask(url + path)
    await until(() => seen.teardowns.length > from, { what: `the teardown of ${path}` })
    expect(seen.teardowns).toHaveLength(from + 1)
    return seen.teardowns[from]
  }

  it.skipIf(harness.skip?.teardown)('TRD-1: teardown is given the unhandled error', async () => {
    expect(await teardownOf('/boom')).toBeInstanceOf(RangeError)
    expect(await teardownOf('/async-boom')).toBeInstanceOf(RangeError)
    expect(await teardownOf('/clumsy')).toBeInstanceOf(SyntaxError)
  })

  it
    .skipIf(harness.skip?.teardown)
    .each(['/missing', '/payment', '/admin/type-error', '/abort/500', '/abort/418'])(
    'TRD-1: teardown is given null when a handler took it: %s',
    async (path) => {
      expect(await teardownOf(path)).toBeNull()
    },
  )
}

function describeSealing(harness: AdapterHarness): void {
  const app = withApp(harness, { handlers: 'none' })

  it('REG-13: a handler cannot be registered after the first request', async () => {
    await ask(`${app().url}/missing`)
    expect(() => app().registerLate()).toThrow(
      /^The setup method '.+' can no longer be called on the application\./,
    )
  })
}

function describePropagation(harness: AdapterHarness): void {
  const app = withApp(harness, { handlers: 'all', propagate: true })

  it.skipIf(harness.skip?.propagate)(
    'CFG-1: an unhandled error is handed back to the framework',
    async () => {
      const { seen, url } = app()
      const answer = await ask(`${url}/boom`)
      expect(answer.status).toBe(500)
      expect(answer.body).not.toContain('app 500')
      expect(seen.events.map(({ name }) => name)).toContain('unhandled')
    },
  )

  it('CFG-2: HTTP errors and handled errors are answered all the same', async () => {
    expect((await ask(`${app().url}/missing`)).body).toBe('app 404')
    expect((await ask(`${app().url}/payment`)).body).toBe('payment: no funds')
    expect((await ask(`${app().url}/abort/500`)).body).toBe('app 500: none')
  })
}
