import { request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { until } from '../../until.ts'
import { ask } from './ask.ts'
import type { AdapterHarness, AdapterUnderTest, ContractRoute } from './harness.ts'
import { withApp } from './with-app.ts'

/** An answer that breaks off, and a client that goes away. */
export function describeBrokenAnswers(harness: AdapterHarness): void {
  describe('broken connections', () => {
    describeStream(harness)
    describeClientAbort(harness)
    describeLateHangUp(harness)
    describeMidStreamHangUp(harness)
    describeBrokenUpload(harness)
  })
}

function describeStream(harness: AdapterHarness): void {
  for (const handlers of ['all', 'none'] as const) {
    describe(`with handlers: ${handlers}`, () => {
      const app = withApp(harness, { handlers })

      it('WZD-14: an error after the headers breaks the connection, so that the client sees it', async () => {
        const { seen, url } = app()
        const answer = await ask(`${url}/stream`)
        expect([answer.status, answer.broken]).toEqual([200, true])
        expect(answer.body).toMatch(/^some bytes/)
        expect(answer.body).not.toMatch(/500|error/i)
        await until(() => seen.lines.length > 0, { what: 'the log line of the broken answer' })
        // Nothing else is to come: give a second line the time to.
        await new Promise((resolve) => setTimeout(resolve, 50))
        expect(seen.lines).toHaveLength(1)
        expect(seen.lines[0]?.level).toBe('error')
        expect(seen.events.filter(({ name }) => name === 'broken')).toHaveLength(1)
        expect(seen.events.filter(({ name }) => name === 'unhandled')).toEqual([])
      })

      it('goes on serving after a broken answer', async () => {
        await ask(`${app().url}/stream`)
        expect((await ask(`${app().url}/missing`)).status).toBe(404)
      })
    })
  }
}

interface GatedRoute {
  readonly route: ContractRoute
  readonly hasBegun: () => boolean
  readonly open: () => void
}

/** A route that waits until the test lets it fail, and tells when it has begun. */
function gatedRoute(path: string): GatedRoute {
  const gate = Promise.withResolvers<undefined>()
  let begun = false
  const run = async (): Promise<never> => {
    begun = true
    await gate.promise
    throw new Error('nobody listens any more')
  }
  return { route: { path, run }, hasBegun: () => begun, open: () => gate.resolve(undefined) }
}

function describeClientAbort(harness: AdapterHarness): void {
  const slow = gatedRoute('/slow')
  const app = withApp(harness, { handlers: 'all', routes: [slow.route] })

  it.skipIf(harness.skip?.['client-abort'])(
    'an error after the client has gone is one info line, no 500 and no report',
    async () => {
      await leave(`${app().url}/slow`, slow.hasBegun)
      slow.open()
      await expectDisconnected(app())
    },
  )
}

function describeLateHangUp(harness: AdapterHarness): void {
  const app = withApp(harness, { handlers: 'all' })

  it('a client that goes while a handler works on the answer is nothing to log as an error', async () => {
    const { seen, url } = app()
    const asked = request(`${url}/form/slow`, { agent: false }).on('error', () => undefined)
    asked.end()
    await new Promise((resolve) => setTimeout(resolve, 80))
    asked.destroy()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(seen.lines.filter(({ level }) => level === 'error')).toEqual([])
    expect((await ask(`${url}/missing`)).status).toBe(404)
  })
}

function describeMidStreamHangUp(harness: AdapterHarness): void {
  const app = withApp(harness, { handlers: 'all' })

  it('a client that goes in the middle of the answer is nothing to log as an error', async () => {
    const { seen, url } = app()
    const asked = request(`${url}/stream`, { agent: false }).on('error', () => undefined)
    await new Promise((resolve) => {
      asked.once('response', (response) => {
        response
          .on('error', () => undefined)
          .once('data', () => {
            response.destroy()
            // Longer than the body takes to fail, had it not been given up.
            setTimeout(resolve, 500)
          })
      })
      asked.end()
    })
    expect(seen.lines.filter(({ level }) => level === 'error')).toEqual([])
    expect(seen.events.filter(({ name }) => name === 'broken' || name === 'unhandled')).toEqual([])
    expect((await ask(`${url}/missing`)).status).toBe(404)
  })
}

function describeBrokenUpload(harness: AdapterHarness): void {
  const app = withApp(harness, { handlers: 'all' })

  it('a whole upload arrives', async () => {
    const { hostname, port } = new URL(app().url)
    const socket = connect(Number(port), hostname)
    socket.write(`POST /upload HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${upload}7\r\n\r\n{"a":1}`)
    expect((await text(socket)).split('\r\n')[0]).toMatch(/^HTTP\/1\.1 20[01] /)
  })

  it.skipIf(harness.skip?.['client-abort'])(
    'a client that goes in the middle of its upload is one info line, no 500 and no report',
    async () => {
      const { hostname, port } = new URL(app().url)
      const socket = connect(Number(port), hostname)
      socket.write(`POST /upload HTTP/1.1\r\nHost: x\r\n${upload}1000\r\n\r\n{"a":`)
      await new Promise((resolve) => setTimeout(resolve, 100))
      socket.destroy()
      await expectDisconnected(app())
    },
  )
}

const upload = 'Content-Type: application/json\r\nContent-Length: '

/** Asks, and hangs up as soon as the route runs. */
async function leave(url: string, hasBegun: () => boolean): Promise<void> {
  const asked = request(url, { agent: false }).on('error', () => undefined)
  const closed = new Promise((resolve) => asked.once('close', resolve))
  asked.end()
  await until(hasBegun, { what: 'the start of the slow route' })
  asked.destroy()
  await closed
  // The server learns of the hang-up by an event of its own.
  await new Promise((resolve) => setTimeout(resolve, 100))
}

async function expectDisconnected({ seen }: AdapterUnderTest): Promise<void> {
  await until(() => seen.lines.length > 0, { what: 'the line about the client' })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(seen.lines.map(({ level }) => level)).toEqual(['info'])
  expect(seen.events.map(({ name }) => name)).toEqual(['disconnected'])
}
