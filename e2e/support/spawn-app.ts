import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bareEnv } from '@culprit/testkit'

/** How a program ended and what it wrote. */
interface AppEnd {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A program under test. */
export interface App {
  readonly child: ChildProcess
  readonly ended: Promise<AppEnd>
  stdout(): string
}

/** Starts a program with the pinned Node (a `.js` of `apps/`) or any other by its path; only PATH and HOME are inherited. */
export function spawnApp(command: readonly string[], env: Readonly<Record<string, string>>): App {
  const [first = '', ...rest] = command.map((part) =>
    part.startsWith('apps/') ? fileURLToPath(new URL(`../${part}`, import.meta.url)) : part,
  )
  const child = spawn(first, rest, {
    env: { ...bareEnv(), HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<AppEnd>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  return { child, ended, stdout: () => stdout }
}
