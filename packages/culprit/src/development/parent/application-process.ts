import { type ChildProcess, spawn } from 'node:child_process'
import { isParcel, parentVariable, type Parcel, type ToChild, type ToParent } from '../dev-message.ts'
import { asSendHandle, type SharedHandle } from '../shared-handle.ts'

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
export type MessageListener = (message: ToParent, handle: SharedHandle | undefined) => void

/** The application, running as a child process. */
export class ApplicationProcess {
  readonly #child: ChildProcess
  readonly ended: Promise<Ended>

  constructor({ args, env }: Launch, onMessage: MessageListener) {
    this.#child = spawn(process.execPath, args, {
      env: { ...env, [parentVariable]: String(process.pid) },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
    this.#child.on('message', (message: unknown, handle: unknown) => {
      if (isParcel<ToParent>(message)) onMessage(message.culprit, handle as SharedHandle | undefined)
    })
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => resolve({ code, signal }))
      this.#child.once('error', () => resolve({ code: 1, signal: null }))
    })
  }

  /** Sends a message; one that comes too late for the process is lost, as its handle is, which the caller keeps. */
  send(message: ToChild, handle?: SharedHandle, sent: () => void = () => undefined): void {
    if (!this.#child.connected) return sent()
    const parcel: Parcel<ToChild> = { culprit: message }
    this.#child.send(parcel, asSendHandle(handle), {}, sent)
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }
}
