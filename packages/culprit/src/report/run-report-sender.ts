import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatSenderOrder, type SenderTask } from './sender-order.ts'

/**
 * Sends what waits from a process of its own and waits for it: the way to send anything when the event loop will not
 * run again. It takes about 0.2 s when the server answers. Settings go through a pipe, not the command line. Never
 * throws; where no process can be started nothing is sent, and what is on disk stays there.
 */
export function runReportSender(task: SenderTask): void {
  try {
    // Passed on, but for what would load the application's hooks into the sender.
    const { NODE_OPTIONS: _hooks, ...env } = process.env
    // The same ending as this file: sources are TypeScript and find each other by a condition of their own.
    const ending = extname(import.meta.url)
    const program = fileURLToPath(new URL(`./report-sender${ending}`, import.meta.url))
    const flags = ending === '.ts' ? ['--conditions=@culprit/source'] : []
    // Loaded here: few programs come this far, and it takes 10 ms of a start.
    const { spawnSync } = process.getBuiltinModule('node:child_process')
    spawnSync(process.execPath, ['--no-warnings', ...flags, program], {
      input: formatSenderOrder(task),
      timeout: task.timeoutMs,
      killSignal: 'SIGKILL',
      stdio: ['pipe', 'ignore', 'ignore'],
      windowsHide: true,
      env,
    })
  } catch {
    // There is nobody left to tell.
  }
}
