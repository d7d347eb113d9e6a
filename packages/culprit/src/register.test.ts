import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { until } from '@culprit/testkit'
import type { SentEvent } from '@culprit/wire'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDelivery } from './report/delivery.ts'

const register = new URL('register.ts', import.meta.url).href
const folder = fileURLToPath(new URL('.', import.meta.url))

let server: Server
let dsn: string
let events: SentEvent[]
let dir: string

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request)
  const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString()
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('{"type":"event"')) events.push(JSON.parse(lines[index + 1] ?? ''))
  }
  response.end('{}')
}

beforeAll(async () => {
  server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  dsn = `http://0123456789abcdef0123456789abcdef@127.0.0.1:${port}/1`
})
afterAll(() => server.close())
beforeEach(() => {
  events = []
  dir = mkdtempSync(join(tmpdir(), 'register-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Runs a program with `--import culprit/register`; it is written beside this file, to find the packages it imports. */
async function run(
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; stderr: string }> {
  const file = join(folder, `register-${process.pid}-${Date.now()}.mts`)
  writeFileSync(file, program)
  try {
    const args = ['--conditions=@culprit/source', '--import', register, file]
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'], CULPRIT_SPOOL_DIR: dir, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, stderr }
  } finally {
    rmSync(file)
  }
}

/**
 * Resolves with the events, once there are so many and no more wait. What a program had no time to send lies in its
 * spool: on a loaded machine its last attempt takes longer than it may.
 */
async function arrived(count: number): Promise<readonly SentEvent[]> {
  const spoolDir = join(dir, 'report')
  const rest = createDelivery({ dsn, spoolDir }, { exit: false, warn: () => {}, lookEveryMs: 100 })
  const waiting = (): number =>
    ['new', 'cur'].reduce((sum, part) => sum + readdirSync(join(spoolDir, part)).length, 0)
  // One that was sent when its sender was ended is sent again, under the same id.
  const distinct = (): readonly SentEvent[] => [
    ...new Map(events.map((event) => [event.event_id, event])).values(),
  ]
  await until(() => distinct().length >= count && waiting() === 0, { what: `${count} events` })
  await rest.close(0)
  return distinct()
}

const valuesOf = (event: SentEvent | undefined): unknown => {
  const { exception } = event ?? {}
  return exception !== null && typeof exception === 'object' && 'values' in exception
    ? exception.values
    : undefined
}

const served = (framework: string): string => `
  ${framework}
  const { port } = server.address()
  for (const path of ['/handled', '/fails?a=1']) await (await fetch('http://127.0.0.1:' + port + path)).text()
  server.closeAllConnections(); server.close()
`

describe('culprit/register', () => {
  it.each([
    ['CULPRIT_DSN', "setTimeout(() => { throw new Error('crash') })", 'onuncaughtexception'],
    ['SENTRY_DSN', "Promise.reject(new Error('crash'))", 'onunhandledrejection'],
  ])(
    'reports by %s what ends the process, which exits with 1 and prints it as ever',
    async (name, statement, mechanism) => {
      const { code, stderr } = await run(`console.log('step 1')\n${statement}`, {
        [name]: dsn,
        CULPRIT_RELEASE: '1.2',
      })
      expect(code).toBe(1)
      expect(stderr).toContain('Error: crash')
      const [event, ...others] = await arrived(1)
      expect(event).toMatchObject({ level: 'fatal', release: '1.2' })
      expect(valuesOf(event)).toMatchObject([
        { value: 'crash', mechanism: { type: mechanism, handled: false } },
      ])
      expect(JSON.stringify(event?.breadcrumbs)).toContain('step 1')
      expect(others).toEqual([])
    },
  )

  it('respects listeners of the application: it lives on, and the failure is reported', async () => {
    const { code } = await run(
      "process.on('uncaughtException', () => {})\nsetTimeout(() => { throw new Error('survived') })",
      {
        CULPRIT_DSN: dsn,
      },
    )
    expect(code).toBe(0)
    expect(await arrived(1)).toHaveLength(1)
  })

  it('does nothing without a DSN, and tells of one that is wrong', async () => {
    expect(await run('', {})).toEqual({ code: 0, stderr: '' })
    const { code, stderr } = await run('', { CULPRIT_DSN: 'hunter2' })
    expect(code).toBe(0)
    expect(stderr).toMatch(/^culprit: nothing is reported: .*DSN/)
    expect(stderr).not.toContain('hunter2')
    expect(readdirSync(dir)).toEqual([])
  })

  it('leaves it to a culprit() of the program: one report, with its settings', async () => {
    const program = `
      import { culprit } from 'culprit'
      culprit({ name: 'own', release: 'own@1', report: { localVariables: { share: 1 } } })
      console.log('step 1')
      function ship(order) {
        throw new Error('crash of ' + typeof order)
      }
      setTimeout(() => ship({ id: 'order-7' }))
    `
    await run(program, { CULPRIT_DSN: dsn, CULPRIT_RELEASE: '1.2' })
    const sent = await arrived(1)
    expect(JSON.stringify(valuesOf(sent[0]))).toContain('order-7"}')
    expect(sent.map(({ release }) => release)).toEqual(['own@1'])
    expect(JSON.stringify(sent[0]?.breadcrumbs).match(/step 1/g)).toHaveLength(1)
  })

  it('reports from worker threads, too', async () => {
    const program = `
      import { isMainThread, Worker } from 'node:worker_threads'
      if (isMainThread) {
        const worker = new Worker(new URL(import.meta.url))
        worker.on('error', () => {})
        await new Promise((resolve) => worker.on('exit', resolve))
      } else {
        setTimeout(() => { throw new Error('in a worker') })
      }
    `
    await run(program, { CULPRIT_DSN: dsn })
    // A worker that ends has no time to send: its event is on disk, and the next process brings it.
    expect((await arrived(1)).map(valuesOf)).toMatchObject([[{ value: 'in a worker' }]])
  })

  it.each([
    [
      'express',
      `import express from 'express'
      const app = express()
      app.get('/handled', () => { throw new Error('handled') })
      app.get('/fails', async () => { throw new Error('no luck') })
      app.use('/handled', (_error, _request, response, _next) => response.status(400).end())
      app.use((_error, _request, response, _next) => response.status(500).end())
      const server = app.listen(0)
      await new Promise((resolve) => server.on('listening', resolve))`,
    ],
    [
      'fastify',
      `import fastify from 'fastify'
      const app = fastify()
      app.get('/handled', () => { throw Object.assign(new Error('handled'), { statusCode: 400 }) })
      app.get('/fails', async () => { throw new Error('no luck') })
      await app.listen({ port: 0 })
      const { server } = app`,
    ],
  ])('reports what %s answers with 500, with its request', async (framework, program) => {
    await run(served(program), { CULPRIT_DSN: dsn })
    const sent = await arrived(1)
    expect(sent.map(valuesOf)).toMatchObject([
      [{ value: 'no luck', mechanism: { type: framework, handled: false } }],
    ])
    expect(sent[0]?.request).toMatchObject({ method: 'GET', url: expect.stringMatching(/^http:.*\/fails/) })
  })
})
