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
    ['INFO', 'process.exit', 'exit', undefined, 10, 3, null],
    ['INFO', 'a throw', 'throw', undefined, 10, 1, null],
    ['INFO', 'an unhandled rejection', 'rejection', undefined, 10, 1, null],
    ['INFO', 'the end of all work', 'end', undefined, 10, 0, null],
    ['INFO', 'SIGTERM', 'wait', 'SIGTERM', 10, null, 'SIGTERM'],
    ['INFO', 'SIGINT', 'wait', 'SIGINT', 10, null, 'SIGINT'],
    ['INFO', 'SIGKILL (what waits is lost)', 'wait', 'SIGKILL', 0, null, 'SIGKILL'],
    ['WARNING', 'process.exit', 'exit', undefined, 10, 3, null],
    ['WARNING', 'a throw', 'throw', undefined, 10, 1, null],
    ['WARNING', 'SIGTERM', 'wait', 'SIGTERM', 10, null, 'SIGTERM'],
    ['WARNING', 'SIGKILL', 'wait', 'SIGKILL', 10, null, 'SIGKILL'],
  ] as const)('%s lines and %s', async (level, _name, ending, signal, lines, code, endSignal) => {
    const ended = await run(level, ending, signal)
    expect(ended.lines).toEqual(ten.slice(0, lines))
    expect({ code: ended.code, signal: ended.signal }).toEqual({ code, signal: endSignal })
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
