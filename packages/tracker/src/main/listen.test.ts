import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { defaultBaseUrl, isLoopback, listen } from './listen.ts'

const servers: Server[] = []

function server(): Server {
  const made = createServer()
  servers.push(made)
  return made
}

async function takenPort(): Promise<number> {
  const port = await listen(server(), { host: '127.0.0.1', port: 0, portGiven: true })
  return port
}

afterEach(async () => {
  for (const each of servers.splice(0)) {
    each.close()
    if (each.listening) await once(each, 'close')
  }
})

describe('listen()', () => {
  it('moves on from the default port when it is taken', async () => {
    const port = await takenPort()
    expect(await listen(server(), { host: '127.0.0.1', port, portGiven: false })).toBeGreaterThan(port)
  })

  it('refuses a given port that is taken, and says what to do', async () => {
    const port = await takenPort()
    const refused = listen(server(), { host: '127.0.0.1', port, portGiven: true })
    await expect(refused).rejects.toHaveProperty('name', 'ListenError')
    await expect(refused).rejects.toThrow(`Port ${port} is taken. Give another one with --port`)
  })

  it('refuses an address that this machine does not have', async () => {
    await expect(listen(server(), { host: '192.0.2.1', port: 0, portGiven: true })).rejects.toThrow(
      'Cannot listen on 192.0.2.1',
    )
  })
})

describe('defaultBaseUrl()', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:8000'],
    ['0.0.0.0', 'http://localhost:8000'],
    ['::', 'http://localhost:8000'],
    ['::1', 'http://[::1]:8000'],
    ['tracker.local', 'http://tracker.local:8000'],
  ])('for %s is %s', (host, url) => {
    expect(defaultBaseUrl(host, 8000)).toBe(url)
  })
})

describe('isLoopback()', () => {
  it.each([
    ['127.0.0.1', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['10.0.0.1', false],
  ])('%s: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected)
  })
})
