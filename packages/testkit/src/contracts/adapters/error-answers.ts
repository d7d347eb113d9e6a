import { Agent } from 'node:http'
import { describe, expect, it } from 'vitest'
import { askRaw } from './ask-raw.ts'
import { ask } from './ask.ts'
import { conformanceRows } from './conformance-rows.ts'
import { expectRow } from './expect-row.ts'
import type { AdapterHarness, ContractRoute } from './harness.ts'
import { thrownValues } from './thrown-values.ts'
import { withApp } from './with-app.ts'

const ofTheFailedAnswer = {
  etag: '"half-made"',
  'cache-control': 'max-age=600',
  'content-encoding': 'gzip',
}

const routes: readonly ContractRoute[] = [
  { path: '/ok', run: () => 'fine' },
  ...thrownValues.flatMap(({ name, make }): readonly ContractRoute[] => [
    {
      path: `/throw/${name}`,
      run: () => {
        throw make()
      },
    },
    { path: `/reject/${name}`, run: () => Promise.resolve().then(() => Promise.reject(make())) },
  ]),
  {
    path: '/half-made',
    run: (setHeader) => {
      for (const [name, value] of Object.entries(ofTheFailedAnswer)) setHeader(name, value)
      setHeader('access-control-allow-origin', 'https://shop.example')
      setHeader('set-cookie', 'seen=1')
      throw new TypeError('half made')
    },
  },
]

/** With the handlers of the conformance application: each error finds its handler, and its answer is whole. */
export function describeErrorAnswers(harness: AdapterHarness): void {
  describe('answers of handlers', () => {
    const app = withApp(harness, { handlers: 'all', routes })

    it.each(conformanceRows)('GET $path answers $status', async (row) => {
      expectRow(await ask(app().url + row.path), row)
    })

    it.each(thrownValues)('a thrown $name arrives as $original', async ({ name, original }) => {
      const answer = await ask(`${app().url}/throw/${name}`)
      expect([answer.status, answer.body]).toEqual([500, `app 500: ${original}`])
    })

    it.each(thrownValues)('a rejection with $name arrives as $original', async ({ name, original }) => {
      const answer = await ask(`${app().url}/reject/${name}`)
      expect([answer.status, answer.body]).toEqual([500, `app 500: ${original}`])
    })

    it('leaves answers without an error alone', async () => {
      const answer = await ask(`${app().url}/ok`)
      expect([answer.status, answer.body]).toEqual([200, 'fine'])
      expect(answer.headers).not.toHaveProperty('x-request-error')
    })

    it('EXC-16: HEAD on an unknown path is a 404 without a body', async () => {
      const { head, body } = await askRaw(`${app().url}/missing`, 'HEAD')
      expect(head).toMatch(/^HTTP\/1\.1 404 /)
      expect(head).toMatch(/^content-length: 7\r?$/im)
      expect(body).toBe('')
    })

    it('keeps the connection for the next request', async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      const answers = []
      for (const path of ['/missing', '/payment', '/abort/418', '/boom', '/ok'])
        answers.push(await ask(app().url + path, { agent }))
      agent.destroy()
      expect(answers.map(({ status }) => status)).toEqual([404, 402, 418, 500, 200])
      expect(new Set(answers.map(({ clientPort }) => clientPort)).size).toBe(1)
    })

    it.skipIf(harness.skip?.['stale-headers'])('clears what the failed answer said of itself', async () => {
      const { status, headers, body } = await ask(`${app().url}/half-made`)
      expect([status, body]).toEqual([500, 'app type error'])
      for (const name of Object.keys(ofTheFailedAnswer)) expect(headers).not.toHaveProperty(name)
      expect(headers['access-control-allow-origin']).toBe('https://shop.example')
      expect(headers['set-cookie']).toEqual(['seen=1'])
    })
  })
}
