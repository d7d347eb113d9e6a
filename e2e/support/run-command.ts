import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bareEnv } from '@culprit/testkit'

export interface RunCommandOptions {
  readonly args?: readonly string[] | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
  /** A line on stdout that means: ready, stop it now. Without one the program is left to end by itself. */
  readonly until?: RegExp | undefined
}

/** What a finished program said. */
export interface CommandOutput {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const program = fileURLToPath(new URL('../../packages/tracker/bin/culprit-tracker.js', import.meta.url))

/** Runs the built `culprit-tracker` to its end, with nothing of the developer's environment but PATH. At most 15 seconds. */
export async function runCommand({ args = [], env = {}, until }: RunCommandOptions): Promise<CommandOutput> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...bareEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 15_000,
    killSignal: 'SIGKILL',
  })
  let stdout = ''
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    if (until?.test(stdout)) child.kill('SIGTERM')
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}
