import { execFileSync, fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSmtpSink, type SmtpSink } from '@culprit/testkit'
import type { Example } from './examples.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const freePort = new URL('../free-port.mjs', import.meta.url).href

/** A program of the manual that runs. */
export interface RunningExample extends AsyncDisposable {
  /** Returns where it listens, once it does. */
  readonly url: () => Promise<string>
  /** Returns what it printed so far, on both streams; or the mails it sent (`mail`), or a file it wrote. */
  readonly output: (of?: string) => string
  /** Whether it has ended by itself. */
  readonly ended: () => boolean
}

/** Writes the files of an example to an empty directory, with the packages of the repository beside them. */
export function writeExample({ files }: Example, directory: string): void {
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'))
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}')
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
}

/**
 * Runs an example that was written, with this Node and against the library's sources. Its first server gets a free port
 * whatever port it asks for, so that the manual can say 3000. One that asks for `SMTP_URL` gets a mail server, and its home
 * is the directory.
 */
export async function runExample(example: Example, directory: string): Promise<RunningExample> {
  const hasDecorators = Object.values(example.files).some((text) => /^ *@\w+\(/m.test(text))
  if (hasDecorators) compile(example, directory)
  const main = hasDecorators ? example.main.replace(/\.ts$/, '.js') : example.main
  const { NODE_ENV: _, CULPRIT_DEBUG: __, ...inherited } = process.env
  const sink = example.files[example.main]?.includes('SMTP_URL') === true ? await createSmtpSink() : undefined
  const env = { ...inherited, HOME: directory, ...(sink !== undefined && { SMTP_URL: sink.url }) }
  const execArgv = ['--conditions=@culprit/source', '--import', freePort]
  const child = fork(join(directory, main), { cwd: directory, env, execArgv, silent: true })
  const listening = once(child, 'message')
  // Programs that do not serve never say so.
  listening.catch(() => {})
  const output = collect(child)
  const ended = once(child, 'close')
  // Not its exit code: what it printed may still be on the way.
  let hasEnded = false
  child.once('close', () => {
    hasEnded = true
  })
  return {
    url: async () => {
      const port = await Promise.race([listening.then(([said]) => Number(said)), ended.then(() => undefined)])
      if (port === undefined) throw new Error(`${example.main} does not listen:\n${output()}`)
      return `http://127.0.0.1:${port}`
    },
    output: (of) =>
      of === undefined ? output() : of === 'mail' ? mailsIn(sink) : textIn(join(directory, of)),
    ended: () => hasEnded,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await ended
      await sink?.close()
    },
  }
}

/** Returns the mails that arrived, one after the other. */
function mailsIn(sink: SmtpSink | undefined): string {
  const mails = (sink?.mails ?? []).map(
    ({ headers, text }) => `To: ${headers['to']}\nSubject: ${headers['subject']}\n\n${text}`,
  )
  return mails.join('\n').replaceAll('\r\n', '\n')
}

function textIn(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/** Node runs TypeScript, but no decorators. */
function compile(example: Example, directory: string): void {
  const files = Object.keys(example.files).map((name) => join(directory, name))
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const options =
    '--ignoreConfig --noCheck --noResolve --experimentalDecorators --emitDecoratorMetadata --target es2024 --module nodenext'
  execFileSync(process.execPath, [tsc, ...options.split(' '), '--rewriteRelativeImportExtensions', ...files])
}

function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (part) => (text += part))
  return () => text
}
