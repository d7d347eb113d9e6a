import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createTempDir, until, type TempDir } from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDelivery } from '../../src/report/delivery.ts'
import { eventIdOf, makeEvent } from './make-event.ts'
import { startReportServer, type ReportServer } from './report-server.ts'
import { runChild, type ChildEnd, type RunChildOptions } from './run-child.ts'

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

const run = (ending: string, options: Partial<RunChildOptions> = {}): Promise<ChildEnd> =>
  runChild(ending, { dsn: server.dsn, spoolDir: dir.path, ...options })
const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => eventIdOf(n))
const onDisk = (): number =>
  ['new', 'cur'].reduce((sum, part) => sum + readdirSync(join(dir.path, part)).length, 0)
const hasPost = (): Promise<true> => until(() => server.posts.length > 0)

describe('an event of a process that ends, while the server is there, arrives at once', () => {
  it.each([
    { ending: 'exit', count: 3, code: 3 },
    { ending: 'end', count: 3, code: 0 },
    { ending: 'throw', count: 1, code: 1 },
    { ending: 'rejection', count: 1, code: 1 },
    { ending: 'survive', count: 1, code: 0 },
  ])('$ending', async ({ ending, count, code }) => {
    expect((await run(ending)).code).toBe(code)
    expect(server.taken.toSorted()).toEqual(ids(count))
    expect(onDisk()).toBe(0)
  })

  it('but for one that a later exit listener reports: it is on disk', async () => {
    expect((await run('late')).code).toBe(0)
    expect(server.taken.toSorted()).toEqual(ids(3))
    expect(onDisk()).toBe(1)
    await run('end', { events: 0 })
    expect(server.taken.toSorted()).toEqual([...ids(3), eventIdOf(99)])
  })

  it.each(['exit', 'throw'])('also with no disk to write to: %s', async (ending) => {
    await run(ending, { spoolDir: '/dev/null/report' })
    await run(ending, { spoolDir: '' })
    expect(server.taken).toHaveLength(ending === 'exit' ? 6 : 2)
  })
})

describe('an event of a process that ends, while the server is away, arrives with the next process', () => {
  it.each([
    { ending: 'exit', count: 3, code: 3, by: null },
    { ending: 'end', count: 3, code: 0, by: null },
    { ending: 'throw', count: 1, code: 1, by: null },
    { ending: 'rejection', count: 1, code: 1, by: null },
    { ending: 'SIGTERM', count: 3, code: null, by: 'SIGTERM' },
    { ending: 'SIGINT', count: 3, code: null, by: 'SIGINT' },
    { ending: 'own-listener', count: 3, code: 7, by: null },
    { ending: 'flush-and-wait', count: 3, code: null, by: 'SIGKILL' },
  ] as const)('$ending', async ({ ending, count, code, by }) => {
    const { dsn, port } = server
    await server.stop()
    const signal = by ?? (ending === 'own-listener' ? 'SIGTERM' : undefined)
    const ended = await run(ending, { dsn, ...(signal !== undefined && { signal }) })
    expect({ code: ended.code, by: ended.signal }).toEqual({ code, by })
    expect(onDisk()).toBe(count)
    server = await startReportServer({ port })
    await run('end', { events: 0 })
    await until(() => server.taken.length >= count)
    expect(server.taken.toSorted()).toEqual(ids(count))
    expect(onDisk()).toBe(0)
  })
})

describe('a server that hangs', () => {
  it.each([
    { ending: 'exit', signal: undefined },
    { ending: 'end', signal: undefined },
    { ending: 'throw', signal: undefined },
    { ending: 'wait', signal: 'SIGTERM' },
  ] as const)(
    'holds the end only so long, and the events are not lost: $ending',
    async ({ ending, signal }) => {
      server.answer = () => 'silent'
      await run(ending, {
        exitTimeoutMs: 700,
        ...(signal !== undefined && { signal, before: hasPost }),
      })
      const count = ending === 'throw' ? 1 : 3
      expect(onDisk()).toBe(count)
      server.answer = () => ({ status: 200 })
      await run('end', { events: 0 })
      expect(server.taken.toSorted()).toEqual(ids(count))
    },
  )

  it('SIGKILL loses what is in memory alone: what is on disk arrives', async () => {
    server.answer = () => ({ status: server.posts.length === 1 ? 503 : 200, delayMs: 20 })
    await run('flush-and-wait', { signal: 'SIGKILL' })
    await run('end', { events: 0 })
    await until(() => server.taken.length === 3)
    expect(server.taken.toSorted()).toEqual(ids(3))
  })
})

describe('a process', () => {
  it('ends by itself when everything is sent, and when there was nothing', async () => {
    // Were it held to its limit, this would take minutes.
    for (const events of [0, 3]) expect((await run('end', { events, exitTimeoutMs: 600_000 })).code).toBe(0)
    expect(server.taken.toSorted()).toEqual(ids(3))
  })

  it('that reports nothing does not load what sends', async () => {
    const program = new URL('../../src/report/delivery.ts', import.meta.url).href
    const settings = JSON.stringify({ dsn: server.dsn, spoolDir: dir.path })
    const code = `const { createDelivery } = await import(${JSON.stringify(program)}); createDelivery(${settings})
      setImmediate(() => console.log(process.moduleLoadList.includes('NativeModule _http_client')))`
    const flags = ['--no-warnings', '--conditions=@culprit/source', '--input-type=module', '-e', code]
    expect(execFileSync(process.execPath, flags, { encoding: 'utf8' })).toBe('false\n')
  })

  it('that ends under a worker thread, which is not told, leaves its events on disk', async () => {
    server.answer = () => 'silent'
    expect((await run('', { program: 'worker-reports.ts' })).code).toBe(3)
    server.answer = () => ({ status: 200 })
    await run('end', { events: 0 })
    await until(() => server.taken.length === 3)
    expect(server.taken.toSorted()).toEqual(ids(3))
  })

  it('shares its spool with others: each event is sent once', async () => {
    const earlier = createDelivery({ dsn: server.dsn, spoolDir: dir.path }, { exit: false, warn: () => {} })
    await earlier.close(0)
    for (let n = 0; n < 60; n++) earlier.submitSync(makeEvent(n))
    expect(onDisk()).toBe(60)
    server.answer = () => ({ status: 200, delayMs: 5 })
    await Promise.all(
      [1, 2, 3].map(() => run('flush-and-wait', { events: 0, signal: 'SIGTERM', before: allTaken })),
    )
    expect(server.taken).toHaveLength(60)
    expect(new Set(server.taken).size).toBe(60)
    expect(onDisk()).toBe(0)
  })
})

const allTaken = (): Promise<true> => until(() => onDisk() === 0)
