import { helpText } from '../config/help.ts'
import { loadConfig } from '../config/load.ts'
import { jsonLine, screen } from './screen.ts'
import { startTracker, type Tracker } from './tracker.ts'
import { version } from './version.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The program: exit code 2 for wrong usage or configuration, 1 for a failure to start, each with one line that helps. */
export async function runCli(args: readonly string[], env: Environment): Promise<void> {
  const loaded = loadConfig(args, env)
  if (loaded.kind === 'help') process.stdout.write(helpText())
  else if (loaded.kind === 'version') process.stdout.write(`${version}\n`)
  else if (loaded.kind === 'problem') {
    complain(loaded.text)
    process.exitCode = 2
  } else {
    for (const warning of loaded.warnings) complain(warning)
    try {
      const tracker = await startTracker(loaded.config)
      stopOnSignals(tracker)
      const colour = process.stdout.isTTY && !env.NO_COLOR
      const { movedFrom } = tracker.facts
      if (loaded.config.json && movedFrom !== undefined)
        complain(`port ${movedFrom} is taken, using the next free one`)
      process.stdout.write(loaded.config.json ? jsonLine(tracker.facts) : screen(tracker.facts, colour))
    } catch (error) {
      complain(error instanceof Error ? error.message : String(error))
      // Threads that were started already must not keep a failed start alive.
      process.exit(1)
    }
  }
}

function complain(text: string): void {
  process.stderr.write(`culprit-tracker: ${text.replaceAll('\n', ' ')}\n`)
}

/** Ctrl+C arrives twice where a launcher passes on what the terminal sent to the whole group already. */
const sameSignalMs = 1000

/** The first signal stops cleanly; a later one, or ten seconds, ends the process at once. Nothing answered is lost by that. */
function stopOnSignals(tracker: Tracker): void {
  let stoppingSince: number | undefined
  const stop = (): void => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > sameSignalMs) process.exit(1)
      return
    }
    stoppingSince = performance.now()
    setTimeout(() => process.exit(1), 10_000).unref()
    void tracker.close().then(
      () => process.exit(0),
      (error: unknown) => {
        complain(`while stopping: ${String(error)}`)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
}
