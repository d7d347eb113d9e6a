import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createTempDir, until, type TempDir } from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startReportServer, type ReportServer } from './report-server.ts'

let dir: TempDir
let server: ReportServer
beforeEach(async () => {
  dir = await createTempDir()
  server = await startReportServer()
})
afterEach(async () => {
  await server.stop()
  await dir[Symbol.asyncDispose]()
})

function start(doing: string, dsn = server.dsn): ChildProcess {
  const program = fileURLToPath(new URL('cluster-reports.ts', import.meta.url))
  const args = ['--no-warnings', '--conditions=@culprit/source', program, dsn, dir.path, doing]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
}

const onDisk = (): number =>
  readdirSync(dir.path, { recursive: true }).filter((name) => String(name).includes('.event')).length

function pidsOf({ posts }: ReportServer): ReadonlySet<unknown> {
  const events = posts.flatMap(({ envelope }) =>
    envelope.items
      .filter(({ header }) => header.type === 'event')
      .map(({ payload }) => JSON.parse(Buffer.from(payload).toString()) as Event),
  )
  return new Set(events.map(({ contexts }) => contexts.process.pid))
}

interface Event {
  readonly contexts: { readonly process: { readonly pid: number } }
}

describe('a cluster with one spool directory', () => {
  it('reports what its workers answer with 500, each once, by the process that failed', async () => {
    const child = start('serve')
    const ended = once(child, 'exit')
    const [port]: unknown[] = child.stdout === null ? [] : await once(child.stdout, 'data')
    const references: string[] = []
    for (let n = 0; n < 30; n++) {
      // A connection of its own each, so that the workers take turns.
      const response = await fetch(`http://127.0.0.1:${String(port).trim()}/${n}`, {
        headers: { connection: 'close' },
      })
      expect(response.status).toBe(500)
      references.push(response.headers.get('x-request-error') ?? '')
    }
    await until(() => server.taken.length >= 42, { what: '42 events' })
    child.kill('SIGTERM')
    await ended
    expect(new Set(server.taken)).toHaveProperty('size', 42)
    expect(server.taken).toEqual(expect.arrayContaining(references))
    expect(server.taken).toHaveLength(42)
    expect(pidsOf(server).size).toBe(4)
    expect(onDisk()).toBe(0)
  })

  it.each([
    { doing: 'exit', count: 12 },
    { doing: 'SIGTERM', count: 12 },
    { doing: 'throw', count: 15 },
  ])(
    'keeps what its workers report before they end by $doing; the next cluster sends each once',
    async ({ doing, count }) => {
      const { dsn, port } = server
      await server.stop()
      await once(start(doing, dsn), 'exit')
      expect(onDisk()).toBe(count)
      server = await startReportServer({ port })
      // Four processes begin with the same files.
      await once(start('send', dsn), 'exit')
      await until(() => onDisk() === 0, { what: 'an empty spool' })
      expect(server.taken).toHaveLength(count)
      expect(new Set(server.taken).size).toBe(count)
      expect(pidsOf(server).size).toBe(4)
    },
  )
})
