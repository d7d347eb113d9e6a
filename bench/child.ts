import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { LoadOrder, LoadReport } from './load.ts'

/** Runs a program of this folder to its end and returns the JSON it prints last. @throws {Error} When it fails. */
export async function runChild<T>(program: string, order: unknown): Promise<T> {
  const child = start(program, order)
  const lines = await restOf(child)
  return JSON.parse(lines.at(-1) ?? '') as T
}

/** A load that has built its requests and opened its connections. */
export interface ReadyLoad {
  /** Sends all of it and returns what was seen. */
  go(): Promise<LoadReport>
}

/** Starts a load and resolves when it is ready. */
export async function prepareLoad(order: LoadOrder): Promise<ReadyLoad> {
  const child = start('load.ts', order)
  const rest = restOf(child)
  await Promise.race([new Promise((resolve) => child.stdout?.once('data', resolve)), rest])
  return {
    go: async () => {
      child.stdin?.write('go\n')
      return JSON.parse((await rest).at(-1) ?? '') as LoadReport
    },
  }
}

function start(program: string, order: unknown): ChildProcess {
  const path = fileURLToPath(new URL(program, import.meta.url))
  return spawn(process.execPath, ['--max-old-space-size=4096', path, JSON.stringify(order)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
}

async function restOf(child: ChildProcess): Promise<readonly string[]> {
  const lines: string[] = []
  if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`A part of the benchmark failed (${code})`)
  return lines
}
