import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const child = fileURLToPath(new URL('log-and-end.ts', import.meta.url))
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

/** Starts the child, sends the signal once it has logged, and returns how it ended and what its file holds. */
async function run(level: 'INFO' | 'WARNING', ending: string, signal?: NodeJS.Signals): Promise<Ended> {
  const path = join(folder, 'app.log')
  const process_ = spawn(
    process.execPath,
    ['--no-warnings', '--conditions=@culprit/source', child, path, level === 'INFO' ? '20' : '30', ending],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const ended = once(process_, 'exit')
  if (signal !== undefined) {
    await once(process_.stdout, 'data')
    process_.kill(signal)
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
    const ended = await run(level, end, by ?? undefined)
    expect(ended.lines).toEqual(ten.slice(0, lines))
    expect({ code: ended.code, by: ended.signal }).toEqual({ code, by })
  })

  it("leaves the end to the application's own listener for the signal", async () => {
    const ended = await run('INFO', 'own-listener', 'SIGTERM')
    expect(ended.code).toBe(7)
    expect(ended.lines).toEqual([...ten, 'line of the listener'])
  })

  it('writes at once what is logged after the exit hook ran', async () => {
    const ended = await run('INFO', 'late')
    expect(ended.lines).toEqual([...ten, 'line after the exit hook'])
  })

  it('ends by the signal beside signal-exit, which waits for others too', async () => {
    const ended = await run('INFO', 'signal-exit', 'SIGTERM')
    expect(ended.lines).toEqual(ten)
    expect(ended.signal).toBe('SIGTERM')
  })
})
