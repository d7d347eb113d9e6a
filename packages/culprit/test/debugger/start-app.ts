import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bareEnv, until } from '@culprit/testkit'

/** An application of `app.ts` as a process. */
export interface StartedApp {
  readonly url: string
  readonly pid: number
  /** What it wrote so far. */
  readonly stdout: () => string
  readonly stderr: () => string
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>
  stop(): Promise<void>
}

/** How it is started. */
export interface StartOptions {
  readonly options?: object | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly flags?: readonly string[] | undefined
}

/** Starts it with the built library, without the developer's environment, and returns it when it listens. */
export async function startApp({
  options = {},
  env = {},
  flags = [],
}: StartOptions = {}): Promise<StartedApp> {
  const program = fileURLToPath(new URL('app.ts', import.meta.url))
  const child = spawn(process.execPath, ['--no-warnings', ...flags, program], {
    env: { ...bareEnv(), APP_OPTIONS: JSON.stringify(options), NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const port = await until(() => /listening on (\d+)/.exec(stdout)?.[1], {
    what: `the application to listen: ${stderr}`,
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    stop,
  }
}
