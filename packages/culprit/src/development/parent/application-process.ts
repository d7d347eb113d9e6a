import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import {
  type CrashError,
  isParcel,
  type Parcel,
  parentVariable,
  type ToChild,
  type ToParent,
} from '../dev-message.ts'
import { asSendHandle, type SharedHandle } from '../shared-handle.ts'

/** Requests that run when a file changes have this long to finish, and the program this long to end when it is told to. */
const graceMs = 5000

/** Messages of a program that has ended are waited for this long. */
const lastWordsMs = 200

/** How the application is started. */
export interface Launch {
  /** Flags of Node, the file, and the application's own arguments. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/** How a process ended: by its exit code or by a signal. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** What listens to the application's messages. */
type MessageListener = (message: ToParent, handle: SharedHandle | undefined) => void

/** One run of the application, as a child process. */
export class ApplicationProcess {
  readonly #child: ChildProcess
  readonly ended: Promise<Ended>
  /** Whether a server of it has listened. */
  hasListened = false
  /** Whether a port that it asked for was not to be had. */
  wasRefused = false
  /** Whether what runs is the program itself, and not what answers in its place because it could not be loaded. */
  isProgram = true
  /** Whether it takes no connections any more. */
  isRetiring = false
  /** The error that ended it, if it said so. */
  crash: CrashError | undefined
  #drained: () => void = () => undefined

  constructor({ args, env }: Launch, onMessage: MessageListener) {
    this.#child = spawn(process.execPath, args, {
      env: { ...env, [parentVariable]: String(process.pid) },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
    this.#child.on('message', (message: unknown, handle: unknown) => {
      if (!isParcel<ToParent>(message)) return
      this.#note(message.culprit)
      onMessage(message.culprit, handle as SharedHandle | undefined)
    })
    // What it has sent last, connections perhaps, is read after its end; Node does not tell each time that this is done.
    const closed = new Promise<void>((resolve) => this.#child.once('disconnect', resolve))
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        const read = Promise.race([closed, wait(lastWordsMs)])
        void read.then(() => resolve({ code, signal }))
      })
      this.#child.once('error', () => resolve({ code: 1, signal: null }))
    })
  }

  /** Sends a message. One that comes too late for the process is lost; the handle stays the caller's. */
  send(message: ToChild, handle?: SharedHandle, sent: () => void = () => undefined): void {
    if (!this.#child.connected) return sent()
    const parcel: Parcel<ToChild> = { culprit: message }
    this.#child.send(parcel, asSendHandle(handle), {}, sent)
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Lets it finish its requests, and ends it. */
  async retire(): Promise<void> {
    this.isRetiring = true
    // Without a channel it cannot be asked.
    if (!this.#child.connected) return await this.end('SIGTERM')
    const drained = new Promise<void>((resolve) => (this.#drained = resolve))
    this.send({ type: 'drain' })
    const late = setTimeout(() => this.#drained(), graceMs)
    await Promise.race([drained, this.ended])
    clearTimeout(late)
    await this.end('SIGTERM')
  }

  /** Sends a signal, if one is given, and the signal that cannot be ignored when it is still there after a while. */
  async end(signal: NodeJS.Signals | undefined): Promise<void> {
    if (signal !== undefined) this.kill(signal)
    const stuck = setTimeout(() => this.kill('SIGKILL'), graceMs)
    await this.ended
    clearTimeout(stuck)
  }

  #note(message: ToParent): void {
    if (message.type === 'drained') this.#drained()
    if (message.type === 'listening') this.hasListened = true
    if (message.type === 'refused') this.wasRefused = true
    if (message.type === 'failed') this.isProgram = false
    if (message.type === 'crashed') this.crash = message.error
  }
}
