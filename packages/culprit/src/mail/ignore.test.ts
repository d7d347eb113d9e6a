import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { LogRecord, type LogRecordInit } from '../logging/record.ts'
import { createIgnore, type IgnoreOptions } from './ignore.ts'
import { wrap as wrapFetch } from '../adapters/fetch.ts'
import { wrap as wrapNode, type NodeContext } from '../adapters/node.ts'
import { culprit, type CulpritOptions } from '../index.ts'
import { MailHandler } from './mail-handler.ts'

class NotFound extends Error {
  readonly status: number = 404
}
class GoneForGood extends NotFound {
  override readonly status = 503
}

const ignores = (options: IgnoreOptions | undefined, init: Partial<LogRecordInit>): boolean =>
  createIgnore(options)(new LogRecord({ name: 'shop', levelno: 40, msg: 'failed', ...init }))

describe('createIgnore', () => {
  const bot = { userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' }
  const cases: readonly (readonly [string, IgnoreOptions | undefined, Partial<LogRecordInit>, boolean])[] = [
    ['status below 500', undefined, { error: new NotFound() }, true],
    ['statusCode below 500', undefined, { error: Object.assign(new Error(), { statusCode: 400 }) }, true],
    ['status of 500 and above: not', undefined, { error: new GoneForGood() }, false],
    ['another limit', { statusBelow: 400 }, { error: new NotFound() }, false],
    ['no status: not', undefined, { error: new Error('x') }, false],
    [
      'a code that is no status: not',
      undefined,
      { error: Object.assign(new Error(), { code: 'ENOENT' }) },
      false,
    ],
    ['a class', { classes: [GoneForGood] }, { error: new GoneForGood() }, true],
    ['a class above', { classes: [NotFound] }, { error: new GoneForGood() }, true],
    ['a class above, by name', { classes: ['NotFound'] }, { error: new GoneForGood() }, true],
    ['another class: not', { classes: [TypeError, 'X'] }, { error: new GoneForGood() }, false],
    ['bots when asked', { bots: true }, { extra: bot }, true],
    ['bots by the context', { bots: true }, { context: { user_agent: 'bingbot/2.0' } }, true],
    ['bots unasked: not', {}, { extra: bot }, false],
    ['people: not', { bots: true }, { extra: { userAgent: 'Mozilla/5.0 Firefox/150' } }, false],
    ['a predicate', { when: ({ name }) => name === 'shop' }, {}, true],
    ['nothing thrown', { classes: [Error] }, {}, false],
    ['null thrown', { classes: [Error, 'Error'] }, { error: null }, false],
  ]
  it.each(cases)('3.3.13 ignores %s', (_name, options, init, expected) => {
    expect(ignores(options, init)).toBe(expected)
  })
})

describe('MailHandler on the errors of requests', () => {
  const crawler = 'Mozilla/5.0 (compatible; Examplebot/2.1; +http://x.test/bot.html)'
  const sent: string[] = []
  const mails = (): MailHandler =>
    new MailHandler({
      from: 'shop@x.test',
      to: 'dev@x.test',
      spoolDir: false,
      ignore: { bots: true },
      transport: { send: ({ text }) => Promise.resolve(sent.push(text)) },
    })

  const fail = (): never => {
    throw new RangeError('no lamp left')
  }
  const ask = (url: string, userAgent: string): RequestInit & { readonly url: string } => ({
    url,
    headers: { 'user-agent': userAgent },
  })

  it.each(['node', 'fetch'] as const)('3.3.13: ignores those of crawlers, of culprit/%s', async (adapter) => {
    const handler = mails()
    const settings = { name: `crawled-${adapter}`, productionHandlers: [handler] }
    const served = adapter === 'node' ? await nodeServer(fail, settings) : webServer(fail, settings)
    for (const agent of [crawler, 'Firefox/150']) {
      const { url, ...init } = ask(served.url, agent)
      expect((await served.fetch(new Request(url, init))).status).toBe(500)
    }
    await handler.close()
    served.close()
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatch(/\n {2}user_agent: Firefox\/150\n/)
    expect(handler.losses.get('ignored')).toBe(1)
    sent.length = 0
  })
})

interface Served {
  readonly url: string
  readonly fetch: (request: Request) => Promise<Response>
  close(): void
}

async function nodeServer(fail: () => never, options: CulpritOptions): Promise<Served> {
  const server = createServer(wrapNode(fail, culprit<NodeContext>(options)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}/lamps`, fetch, close: () => server.close() }
}

function webServer(fail: () => never, options: CulpritOptions): Served {
  const handler = wrapFetch(fail, culprit<Request>(options))
  return { url: 'http://shop.test/lamps', fetch: async (request) => handler(request), close: () => undefined }
}
