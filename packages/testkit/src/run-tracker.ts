import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { bareEnv } from './bare-env.ts'
import { createTempDir, type TempDir } from './temp-dir.ts'

export interface RunTrackerOptions {
  /** Kept when given; otherwise a directory of its own is made and removed by `stop`. */
  readonly dataDir?: string | undefined
  /** `CULPRIT_...` variables on top of the test's defaults; an empty string unsets one. */
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly args?: readonly string[] | undefined
  /** Flags for Node itself, such as `--cpu-prof`. */
  readonly nodeArgs?: readonly string[] | undefined
  /** @default 15,000 */
  readonly readyTimeoutMs?: number | undefined
}

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null
  readonly signal: string | null
}

/** The built tracker, running as a process of its own on a free port. */
export interface TrackerProcess extends AsyncDisposable {
  readonly url: string
  readonly dsn: string
  readonly setupUrl: string | null
  readonly pid: number
  readonly dataDir: string
  /** A token with all rights. */
  readonly apiToken: string
  /** From spawn to the line that says requests are accepted. */
  readonly readyMs: number
  /** What it wrote to stderr so far. */
  stderr(): string
  readonly ended: Promise<ProcessEnd>
  /** Sends a signal and waits for the end. The data directory stays. */
  kill(signal: NodeJS.Signals): Promise<ProcessEnd>
  /** Ends it cleanly (SIGTERM, SIGKILL after 12 s) and removes the data directory if it was its own. */
  stop(): Promise<ProcessEnd>
}

const program = fileURLToPath(new URL('../../tracker/bin/culprit-tracker.js', import.meta.url))
const testToken = 'test-token-with-all-rights'

/**
 * Starts the built tracker on port 0 and resolves when it says it is ready.
 * @throws {Error} With its stderr when it ends or stays silent instead.
 */
export async function runTracker(options: RunTrackerOptions = {}): Promise<TrackerProcess> {
  const own = options.dataDir === undefined ? await createTempDir('culprit-data-') : undefined
  const dataDir = options.dataDir ?? own?.path ?? ''
  const began = performance.now()
  const child = spawn(
    process.execPath,
    [
      ...(options.nodeArgs ?? []),
      program,
      '--json',
      '--port',
      '0',
      '--data-dir',
      dataDir,
      ...(options.args ?? []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: environment(options.env ?? {}) },
  )
  const errors: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text))
  const stderr = (): string => errors.join('')
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.on('exit', (code, signal) => resolve({ code, signal }))
  })
  try {
    const line = await firstLine(child, ended, { timeoutMs: options.readyTimeoutMs ?? 15_000, stderr })
    return toTracker({
      child,
      facts: parseFacts(line),
      dataDir,
      own,
      readyMs: performance.now() - began,
      ended,
      stderr,
    })
  } catch (error) {
    child.kill('SIGKILL')
    await own?.remove()
    throw error
  }
}

interface Facts {
  readonly url: string
  readonly dsn: string
  readonly setupUrl: string | null
}

interface Running {
  readonly child: ChildProcess
  readonly facts: Facts
  readonly dataDir: string
  readonly own: TempDir | undefined
  readonly readyMs: number
  readonly ended: Promise<ProcessEnd>
  readonly stderr: () => string
}

function toTracker({ child, facts, own, dataDir, readyMs, ended, stderr }: Running): TrackerProcess {
  const kill = (signal: NodeJS.Signals): Promise<ProcessEnd> => {
    child.kill(signal)
    return ended
  }
  const stop = async (): Promise<ProcessEnd> => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 12_000)
    const end = await kill('SIGTERM')
    clearTimeout(timer)
    await own?.remove()
    return end
  }
  const pid = child.pid ?? 0
  return {
    ...facts,
    pid,
    dataDir,
    apiToken: testToken,
    readyMs,
    stderr,
    ended,
    kill,
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}

/** Only what the program needs: a developer's own CULPRIT_ variables must not leak into tests. */
function environment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = ['HOME', 'TMPDIR', 'LANG', 'SYSTEMROOT'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const all = {
    ...bareEnv(),
    ...Object.fromEntries(kept),
    CULPRIT_API_TOKEN: testToken,
    CULPRIT_ADMIN_EMAIL: 'owner@example.test',
    ...extra,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
}

interface WaitOptions {
  readonly timeoutMs: number
  readonly stderr: () => string
}

async function firstLine(
  child: ChildProcess,
  ended: Promise<ProcessEnd>,
  { timeoutMs, stderr }: WaitOptions,
): Promise<string> {
  if (child.stdout === null) throw new Error('The tracker has no stdout')
  const lines = createInterface({ input: child.stdout })
  const line = new Promise<string>((resolve) => lines.once('line', resolve))
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The tracker was not ready in ${timeoutMs} ms\n${stderr()}`)),
      timeoutMs,
    )
  })
  const early = ended.then(({ code, signal }) => {
    throw new Error(`The tracker ended (${code ?? signal}) instead of starting\n${stderr()}`)
  })
  early.catch(() => {}) // It may end after the race, which is nobody's concern.
  try {
    return await Promise.race([line, early, late])
  } finally {
    clearTimeout(timer)
  }
}

function parseFacts(line: string): Facts {
  const facts: unknown = JSON.parse(line)
  if (
    typeof facts !== 'object' ||
    facts === null ||
    !('url' in facts) ||
    !('dsn' in facts) ||
    !('setupUrl' in facts)
  ) {
    throw new Error(`The tracker's first line is not what it should be: ${line}`)
  }
  const { url, dsn, setupUrl } = facts
  return { url: String(url), dsn: String(dsn), setupUrl: typeof setupUrl === 'string' ? setupUrl : null }
}
