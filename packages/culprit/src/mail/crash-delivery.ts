import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CrashOrder } from './crash-order.ts'

/**
 * Sends mails from a process of its own and waits for it, at most as long as the order says: the way to send anything
 * when the event loop will not run again. Returns the Message-IDs of the order's mails that were sent. The password
 * goes through a pipe, not the command line. Never throws; where no process can be started nothing is sent.
 */
export function deliverFromProcess(order: CrashOrder): ReadonlySet<string> {
  try {
    // The same ending as this file: sources are TypeScript, what is published is JavaScript.
    const program = new URL(`./crash-sender${extname(import.meta.url)}`, import.meta.url)
    // Loaded here: few programs come this far, and it takes 10 ms of a start.
    const { spawnSync } = process.getBuiltinModule('node:child_process')
    const { stdout } = spawnSync(process.execPath, [fileURLToPath(program)], {
      input: JSON.stringify(order),
      timeout: order.timeoutMs,
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    })
    const sent: unknown = JSON.parse(stdout.toString('utf8'))
    return new Set(Array.isArray(sent) ? sent.map(String) : [])
  } catch {
    return new Set()
  }
}
