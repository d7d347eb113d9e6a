import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const child = fileURLToPath(new URL('log-and-end.ts', import.meta.url))
const workerChild = fileURLToPath(new URL('worker-and-exit.ts', import.meta.url))
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'culprit-survival-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Lines found in the file afterwards. */
  readonly lines: readonly string[]
}

const isSignal = (text: string): text is NodeJS.Signals => text.startsWith('SIG')

/** Starts the child, sends it the signal its end is named after once it has logged, and returns how it ended and what its file holds. */
async function run(level: 'INFO' | 'WARNING', ending: string, before = 'nothing'): Promise<Ended> {
  const path = join(folder, 'app.log')
  const process_ = spawn(
    process.execPath,
    [
      '--no-warnings',
      '--conditions=@culprit/source',
      child,
      path,
      level === 'INFO' ? '20' : '30',
      ending,
      before,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const ended = once(process_, 'exit')
  if (isSignal(ending)) {
    await once(process_.stdout, 'data')
    process_.kill(ending)
  }
  const [code, endSignal]: (number | NodeJS.Signals | null)[] = await ended
  return {
    code: typeof code === 'number' ? code : null,
    signal: typeof endSignal === 'string' ? endSignal : null,
    lines: readFileSync(path, 'utf8').split('\n').slice(0, -1),
  }
}

const ten = Array.from({ length: 10 }, (_, index) => `line ${index + 1}`)

describe('how many of ten lines survive', () => {
  it.each([
    { level: 'INFO', end: 'exit', lines: 10, code: 3, by: null },
    { level: 'INFO', end: 'throw', lines: 10, code: 1, by: null },
    { level: 'INFO', end: 'rejection', lines: 10, code: 1, by: null },
    { level: 'INFO', end: 'end', lines: 10, code: 0, by: null },
    { level: 'INFO', end: 'SIGTERM', lines: 10, code: null, by: 'SIGTERM' },
    { level: 'INFO', end: 'SIGINT', lines: 10, code: null, by: 'SIGINT' },
    // What waits in memory is lost: documented, and avoided by `sync: true`.
    { level: 'INFO', end: 'SIGKILL', lines: 0, code: null, by: 'SIGKILL' },
    { level: 'WARNING', end: 'exit', lines: 10, code: 3, by: null },
    { level: 'WARNING', end: 'throw', lines: 10, code: 1, by: null },
    { level: 'WARNING', end: 'rejection', lines: 10, code: 1, by: null },
    { level: 'WARNING', end: 'SIGTERM', lines: 10, code: null, by: 'SIGTERM' },
    { level: 'WARNING', end: 'SIGINT', lines: 10, code: null, by: 'SIGINT' },
    { level: 'WARNING', end: 'SIGKILL', lines: 10, code: null, by: 'SIGKILL' },
  ] as const)('$level and $end: $lines', async ({ level, end, lines, code, by }) => {
    const ended = await run(level, end)
    expect(ended.lines).toEqual(ten.slice(0, lines))
    expect({ code: ended.code, by: ended.signal }).toEqual({ code, by })
  })

  it("leaves the end to the application's own listener for the signal", async () => {
    const ended = await run('INFO', 'SIGTERM', 'own-listener')
    expect(ended.code).toBe(7)
    expect(ended.lines).toEqual([...ten, 'line of the listener'])
  })

  it('writes at once what is logged after the exit hook ran', async () => {
    const ended = await run('INFO', 'late')
    expect(ended.lines).toEqual([...ten, 'line after the exit hook'])
  })

  it('ends by the signal beside signal-exit, which waits for others too', async () => {
    const ended = await run('INFO', 'SIGTERM', 'signal-exit')
    expect(ended.lines).toEqual(ten)
    expect(ended.signal).toBe('SIGTERM')
  })

  it.each(['now', 'exit', 'throw', 'end', 'SIGTERM'])(
    '%s: those that wait in memory or in a queue survive too',
    async (end) => {
      for (const before of ['memory', 'queue']) {
        const ended = await run('INFO', end, before)
        expect(ended.lines).toEqual(ten)
        rmSync(join(folder, 'app.log'))
      }
    },
  )

  it('lines of a worker thread survive the exit of the main thread, which the worker is not told of', async () => {
    const path = join(folder, 'app.log')
    const args = ['--no-warnings', '--conditions=@culprit/source', workerChild, path]
    const [code]: unknown[] = await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit')
    expect(code).toBe(3)
    expect(readFileSync(path, 'utf8').split('\n').slice(0, -1)).toEqual(ten)
  })
})
