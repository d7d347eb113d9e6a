import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Writable } from 'node:stream'
import type { SyslogTransport } from './syslog-transport.ts'

/** Starts the program `logger`, which reads `<PRI>text` lines. */
export type LoggerProgram = (args: readonly string[]) => ChildProcessByStdio<Writable, null, null>

const startLogger: LoggerProgram = (args) => spawn('logger', args, { stdio: ['pipe', 'ignore', 'ignore'] })

/**
 * Sends messages through one lasting process of the program `logger` (util-linux), for unix sockets that Node
 * cannot write to itself. A message of several lines becomes several messages of the same priority. The program
 * adds a time and `tag`, so an ident in front of a message is taken off.
 */
export class SyslogLoggerProgram implements SyslogTransport {
  readonly #path: string
  readonly #ident: string
  readonly #start: LoggerProgram
  #child: ChildProcessByStdio<Writable, null, null> | undefined

  constructor(path: string, ident: string, start: LoggerProgram = startLogger) {
    this.#path = path
    this.#ident = ident
    this.#start = start
  }

  async send(message: Buffer): Promise<void> {
    const child = this.#child ?? (await this.#open())
    await new Promise<void>((resolve, reject) => {
      child.stdin.write(this.#lines(message), (error) => (error ? reject(error) : resolve()))
    })
  }

  close(): void {
    this.#child?.stdin.end()
    this.#child = undefined
  }

  /** Rejects when there is no such program. */
  async #open(): Promise<ChildProcessByStdio<Writable, null, null>> {
    const tag = this.#ident.replace(/[:\s]+$/, '')
    const child = this.#start(['--prio-prefix', '--socket', this.#path, '--tag', tag === '' ? 'node' : tag])
    child.stdin.on('error', () => undefined)
    await stayed(child)
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined
    })
    // The program ends by itself when its input does, which is when we end.
    child.unref()
    this.#child = child
    return child
  }

  #lines(message: Buffer): string {
    const text = message.toString('utf8').replace(/\0$/, '')
    const priority = /^<\d+>/.exec(text)?.[0] ?? ''
    const rest = text.slice(priority.length)
    const body = rest.startsWith(this.#ident) ? rest.slice(this.#ident.length) : rest
    const lines = body.split('\n').filter((line) => line !== '')
    return lines.map((line) => `${priority}${line}\n`).join('')
  }
}

/** Rejects when the program does not start, or ends at once because it does not know our arguments. */
async function stayed(child: ChildProcessByStdio<Writable, null, null>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => reject(Object.assign(new Error('the program logger ended'), { code: 'EPIPE' })))
    timer = setTimeout(resolve, 100)
  }).finally(() => clearTimeout(timer))
}
