import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FormTarget } from './send-form.ts'

/** Who gets messages, as plain data that another process can be told. */
export type LateReceiver =
  | { readonly kind: 'form'; readonly target: FormTarget; readonly tls?: object | undefined }
  | { readonly kind: 'plain' | 'tls'; readonly connect: object }

/** What the process that sends them is told. */
export interface LateMessages {
  readonly receiver: LateReceiver
  /** In base64. */
  readonly messages: readonly string[]
  /** For all of them, in milliseconds. */
  readonly timeoutMs: number
}

const timeoutMs = 2000

/**
 * Sends messages from a process of its own and waits for it, at most two seconds: the way to send anything over a
 * connection when the event loop will not run again. Returns how many were sent. What cannot be told another process
 * (functions, keys that are no text) is left out. Never throws; where no process can be started nothing is sent.
 */
export function sendLate(receiver: LateReceiver, messages: readonly Buffer[]): number {
  try {
    const order: LateMessages = {
      receiver,
      messages: messages.map((message) => message.toString('base64')),
      timeoutMs,
    }
    const program = new URL(`./late-sender${extname(import.meta.url)}`, import.meta.url)
    const { spawnSync } = process.getBuiltinModule('node:child_process')
    const { stdout } = spawnSync(process.execPath, ['--no-warnings', fileURLToPath(program)], {
      input: JSON.stringify(order),
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    })
    // One character for each.
    return stdout.length
  } catch {
    return 0
  }
}
