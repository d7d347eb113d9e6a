import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, realpathSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bareEnv, createTempDir, type TempDir, until } from '@culprit/testkit'

const bin = fileURLToPath(new URL('../../bin/culprit.js', import.meta.url))
const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url))

/** The longest that anything may take on a machine that is busy. */
const patienceMs = 25_000

/** Files by their names, below a folder. */
export type Files = Readonly<Record<string, string>>

/** What is run. */
export interface DevRunOptions {
  readonly files: Files
  /** @default `dev app.ts --port PORT` */
  readonly args?: (port: number) => readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Runs as this user. @default the one that runs the tests */
  readonly user?: number
  /** Runs Node itself instead of `culprit`. */
  readonly program?: (port: number) => {
    readonly args: readonly string[]
    readonly env: Readonly<Record<string, string>>
  }
}

/** How it ended. */
export interface DevEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A command that runs in a folder of its own, with all that it prints. */
export class DevRun implements AsyncDisposable {
  readonly port: number
  readonly folder: string
  readonly ended: Promise<DevEnd>
  output = ''
  readonly #dir: TempDir
  readonly #child: ChildProcess

  constructor(dir: TempDir, port: number, child: ChildProcess) {
    this.port = port
    this.#dir = dir
    this.folder = realpathSync(dir.path)
    this.#child = child
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text))
    this.ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })))
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  url(path = '/'): string {
    return `http://127.0.0.1:${this.port}${path}`
  }

  write(name: string, text: string): void {
    writeFiles(this.folder, { [name]: text })
  }

  /** Waits until the output has this many matches. */
  async printed(pattern: RegExp, times = 1): Promise<void> {
    const all = new RegExp(pattern.source, `${pattern.flags}g`)
    await until(() => (this.output.match(all)?.length ?? 0) >= times, {
      timeoutMs: patienceMs,
      what: `${pattern} in ${this.output}`,
    }).catch((error: unknown) => {
      throw new Error(`not printed: ${pattern}\n${this.output}`, { cause: error })
    })
  }

  /** Asks until the answer's text is this, and returns its status. */
  async answers(pattern: RegExp, path?: string): Promise<number> {
    let last = ''
    return await until(
      async () => {
        const response = await fetch(this.url(path), { headers: { accept: 'text/plain' } })
        last = await response.text()
        return pattern.test(last) && response.status
      },
      { timeoutMs: patienceMs },
    ).catch((error: unknown) => {
      throw new Error(`not answered: ${pattern}\n${last}\n${this.output}`, { cause: error })
    })
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGTERM')
    await this.ended
    await this.#dir.remove()
  }
}

/** Runs `culprit` on files of its own, on a free port, with nothing of ours in its environment. */
export async function devRun({ files, args, env, program, user }: DevRunOptions): Promise<DevRun> {
  const dir = await createTempDir('culprit-dev-')
  symlinkSync(modules, join(dir.path, 'node_modules'))
  writeFiles(dir.path, files)
  if (user !== undefined) chmodSync(dir.path, 0o755)
  const port = await freePort()
  const own = program?.(port)
  const given = own?.args ?? [bin, ...(args?.(port) ?? ['dev', 'app.ts', '--port', String(port)])]
  const child = spawn(process.execPath, given, {
    cwd: dir.path,
    env: { ...bareEnv(), HOME: dir.path, ...env, ...own?.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(user !== undefined && { uid: user, gid: user }),
  })
  return new DevRun(dir, port, child)
}

function writeFiles(folder: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    // At once, as editors do: a file that is cut and then written can be seen empty.
    writeFileSync(join(folder, `${name}~`), text)
    renameSync(join(folder, `${name}~`), join(folder, name))
  }
}

/** Returns a port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A server of `node:http` that answers with the word of another file. */
export const wordServer: Files = {
  'app.ts': `import { createServer } from 'node:http'
import { word } from './word.ts'
createServer((_request, response) => void response.end(word)).listen(Number(process.env['PORT']))
`,
  'word.ts': wordIs('one'),
}

/** The text of `word.ts`. */
export function wordIs(word: string): string {
  return `export const word: string = '${word}'\n`
}
