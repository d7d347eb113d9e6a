import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { medianOf } from '../handlers/statistics.ts'
import type { Entry } from './contests.ts'
import type { Kind } from './contestant.ts'

/** How much one process logs. */
export interface ProcessSize {
  /** Calls of one slice. */
  readonly calls: number
  /** Calls that come before those that count. */
  readonly warmUp: number
  readonly slices: number
}

/** What one process showed. */
export interface ProcessMeasure {
  /** CPU time of one call in microseconds, all threads: the median of the slices. */
  readonly micros: number
  /** Lines that were logged but are not in the file. */
  readonly lost: number
}

export interface ProcessOptions extends ProcessSize {
  readonly kind: Kind
  readonly entry: Entry
  /** Flags of the runtime. */
  readonly flags?: readonly string[] | undefined
  /** Directory for a CPU profile of the process. */
  readonly profileDir?: string | undefined
}

/** Runs one library in a fresh process that logs to a file in a temporary directory, and counts the lines there. */
export async function measureProcess(options: ProcessOptions): Promise<ProcessMeasure> {
  const { kind, entry, flags = [], calls, warmUp, slices, profileDir } = options
  const directory = await mkdtemp(join(tmpdir(), 'bench-logging-'))
  try {
    const path = join(directory, 'app.log')
    const numbers = [calls, warmUp, slices].map(String)
    const child = fork(
      fileURLToPath(new URL('run.ts', import.meta.url)),
      [entry.library, kind, entry.variant, path, ...numbers],
      {
        execArgv: [
          ...flags,
          ...(profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`]),
        ],
        env: { ...process.env, NODE_ENV: 'production' },
      },
    )
    const exited = once(child, 'exit')
    const micros = await Promise.race([
      once(child, 'message').then(([message]) => medianOf((message as { micros: number[] }).micros)),
      exited.then(([code]) =>
        Promise.reject(new Error(`${entry.name} ended with ${code} and measured nothing`)),
      ),
    ])
    await exited
    const wanted = kind === 'disabled' || entry.library === 'nothing' ? 0 : warmUp + calls * slices
    return { micros, lost: wanted - (await linesOf(path)) }
  } finally {
    await rm(directory, { recursive: true })
  }
}

async function linesOf(path: string): Promise<number> {
  if (!existsSync(path)) return 0
  let count = 0
  for await (const line of createInterface({ input: createReadStream(path) }))
    if (line.includes('placed')) count += 1
  return count
}
