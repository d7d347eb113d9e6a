import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What the child reports, where it keeps that, and how it is ended. */
export interface RunChildOptions {
  readonly dsn: string
  /** Empty for none. */
  readonly spoolDir: string
  /** @default 3 */
  readonly events?: number | undefined
  /** @default 30,000: the last attempt shall succeed on a loaded machine, too */
  readonly exitTimeoutMs?: number | undefined
  /** Sent once the child has said that it is ready. */
  readonly signal?: NodeJS.Signals | undefined
  /** Holds the signal back until it resolves. */
  readonly before?: (() => Promise<unknown>) | undefined
  /** @default 'report-and-end.ts' */
  readonly program?: string | undefined
}

/** How a child ended. */
export interface ChildEnd {
  readonly code: number | null
  readonly signal: string | null
}

/** Runs a program of this folder that reports events and ends in the way named. */
export async function runChild(ending: string, options: RunChildOptions): Promise<ChildEnd> {
  const { dsn, spoolDir, events = 3, exitTimeoutMs = 30_000, signal, before } = options
  const program = fileURLToPath(new URL(options.program ?? 'report-and-end.ts', import.meta.url))
  const flags = ['--no-warnings', '--conditions=@culprit/source', program]
  const args = [...flags, dsn, spoolDir, ending, String(events), String(exitTimeoutMs)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(child, 'exit')
  if (signal !== undefined) {
    await once(child.stdout, 'data')
    await before?.()
    child.kill(signal)
  }
  const [code, endSignal]: unknown[] = await ended
  return {
    code: typeof code === 'number' ? code : null,
    signal: typeof endSignal === 'string' ? endSignal : null,
  }
}
