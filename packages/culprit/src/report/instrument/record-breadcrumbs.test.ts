import { channel } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SentBreadcrumb } from '@culprit/wire'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { getLogger } from '../../logging/index.ts'
import { withScope } from '../report-scope.ts'
import { noteConsole } from './console-breadcrumbs.ts'
import { listenToChannels } from '../../logging/bridges/listen.ts'
import { recordBreadcrumbs } from './record-breadcrumbs.ts'

let server: Server
let url: string
let end: () => void

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/broken') return void request.socket.destroy()
    response.statusCode = request.url === '/fails' ? 503 : 200
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  url = `http://127.0.0.1:${port}`
})
afterAll(() => server.close())
beforeEach(() => {
  end = recordBreadcrumbs()
})
afterEach(() => end())

async function crumbsOf(work: () => unknown): Promise<readonly SentBreadcrumb[]> {
  return withScope(async (scope) => {
    await work()
    return scope.data().breadcrumbs
  })
}

const asked = async (path: string, headers: Record<string, string> = {}): Promise<void> => {
  const request = get(`${url}${path}`, { headers })
  await new Promise<void>((resolve) => {
    request.on('error', () => resolve())
    request.on('response', (response) => response.resume().on('end', () => resolve()))
  })
}

describe('recordBreadcrumbs()', () => {
  it.each([
    ['http', '/ok?a=1', 'info', { status_code: 200 }],
    ['http', '/fails', 'error', { status_code: 503 }],
    ['http', '/broken', 'error', { error: expect.stringContaining('hang up') }],
    ['fetch', '/ok?a=1', 'info', { status_code: 200 }],
    ['fetch', '/fails', 'error', { status_code: 503 }],
    ['fetch', '/broken', 'error', { error: expect.any(String) }],
  ])('notes a request by %s to %s', async (category, path, level, data) => {
    const crumbs = await crumbsOf(() =>
      category === 'http'
        ? asked(path)
        : fetch(`${url}${path}`)
            .then((answer) => answer.text())
            .catch(() => ''),
    )
    expect(crumbs).toMatchObject([
      {
        type: 'http',
        category,
        level,
        data: { method: 'GET', url: `${url}${path}`, ...data, duration_ms: expect.any(Number) },
      },
    ])
  })

  it('leaves out reports on their way', async () => {
    expect(await crumbsOf(() => asked('/ok', { 'x-sentry-auth': 'Sentry sentry_version=7' }))).toEqual([])
  })

  it('notes log records from INFO on, once for all who ask', async () => {
    const another = recordBreadcrumbs()
    const log = getLogger('crumbs')
    log.setLevel('DEBUG')
    const crumbs = await crumbsOf(() => {
      log.debug('too small')
      log.info('order %d', 7)
    })
    another()
    expect(crumbs).toMatchObject([{ category: 'crumbs', level: 'info', message: 'order 7' }])
  })

  it('notes queries without their values, and their failures', async () => {
    const crumbs = await crumbsOf(() => {
      const message = { query: "SELECT * FROM users WHERE name = 'ada'", values: ['hunter2'] }
      channel('tracing:mysql2:query:start').publish(message)
      channel('tracing:mysql2:query:error').publish({
        ...message,
        error: Object.assign(new Error('ada'), { code: 'ER_X' }),
      })
      channel('tracing:ioredis:command:start').publish({ command: 'get', args: ['ada'] })
      channel('tracing:node-redis:command:start').publish({ command: 'SET', args: ['SET', 'ada', '?'] })
      channel('tracing:mongoose:query:start').publish({ collection: 'users', operation: 'find' })
    })
    expect(JSON.stringify(crumbs)).not.toMatch(/ada|hunter2/)
    expect(crumbs.map(({ category, level }) => `${category} ${level}`)).toEqual([
      'query info',
      'query error',
      'query info',
      'query info',
      'query info',
    ])
    expect(crumbs[1]?.data).toEqual({ library: 'mysql2', error: 'ER_X' })
    expect(crumbs.slice(2).map(({ message }) => message)).toEqual(['get', 'SET', 'users.find'])
  })

  it('notes warnings of the process', async () => {
    const crumbs = await crumbsOf(() => {
      process.emit('warning', Object.assign(new Error('old'), { name: 'DeprecationWarning' }))
    })
    expect(crumbs).toMatchObject([{ category: 'node.warnings', message: 'DeprecationWarning: old' }])
  })

  it('notes nothing any more when all have ended', async () => {
    end()
    expect(await crumbsOf(() => asked('/ok'))).toEqual([])
  })
})

describe('noteConsole()', () => {
  const fake = (): {
    console: Pick<Console, 'debug' | 'log' | 'info' | 'warn' | 'error'>
    printed: unknown[]
  } => {
    const printed: unknown[] = []
    const print = (...values: readonly unknown[]): void => void printed.push(values)
    return { console: { debug: print, log: print, info: print, warn: print, error: print }, printed }
  }

  it('wraps methods where there are no channels: values become text, and all is printed', () => {
    const { console: target, printed } = fake()
    const stop = noteConsole(listenToChannels, { hasChannels: false, target })
    withScope((scope) => {
      target.warn('order %d of %s', 7, 'ada')
      target.log({ a: { b: { c: 1 } } })
      expect(scope.data().breadcrumbs).toMatchObject([
        { category: 'console', level: 'warning', message: 'order 7 of ada' },
        { category: 'console', level: 'info', message: '{ a: { b: [Object] } }' },
      ])
    })
    expect(printed).toHaveLength(2)
    stop()
    expect(target.warn).toBe(target.log)
  })

  it('hears channels, and survives values that print when they are shown', () => {
    end()
    const stop = noteConsole(listenToChannels, { hasChannels: true })
    withScope((scope) => {
      const noisy = {
        [Symbol.for('nodejs.util.inspect.custom')]: () => {
          channel('console.info').publish(['again'])
          throw new Error('cannot be shown')
        },
      }
      channel('console.log').publish([noisy])
      channel('console.error').publish(['seen'])
      expect(scope.data().breadcrumbs.map(({ message }) => message)).toEqual(['seen'])
    })
    stop()
  })
})
