import type { Dispatcher } from '../digest/dispatcher.ts'
import { lanes } from '../domain/digest-plan.ts'
import type { SqliteWriter } from '../engines/sqlite/sqlite-writer.ts'
import type { FromWriter } from './messages.ts'

/** What the writer does by the clock rather than on demand. */
export interface Chores {
  stop(): void
}

export interface ChoresOptions {
  readonly writer: SqliteWriter
  readonly dispatcher: Dispatcher
  readonly retentionDays: number
  send(message: FromWriter): void
  onError(where: string, error: unknown): void
}

const secondMs = 1000
const releaseEveryMs = 2 * secondMs
const retentionEveryMs = 3600 * secondMs

/** Starts the chores: counters and watchdog each second, release of digested segments, retention each hour. */
export function startChores({ writer, dispatcher, retentionDays, send, onError }: ChoresOptions): Chores {
  const every = (ms: number, where: string, work: () => Promise<void>): NodeJS.Timeout => {
    let busy = false
    return setInterval(() => {
      // A chore that takes longer than its turn skips turns instead of piling up.
      if (busy) return
      busy = true
      void work()
        .catch((error: unknown) => {
          onError(where, error)
        })
        .finally(() => {
          busy = false
        })
    }, ms)
  }
  const retain = async (): Promise<void> => {
    await writer.commands.applyRetention({ now: Date.now(), retentionDays })
  }
  const release = async (): Promise<void> => {
    for (const lane of lanes) send({ kind: 'released', lane, upTo: await writer.digest.durableCursor(lane) })
  }
  const timers = [
    every(secondMs, 'counters', async () => {
      dispatcher.watch()
      await writer.digest.flushCounters()
    }),
    every(releaseEveryMs, 'release', release),
    every(retentionEveryMs, 'retention', retain),
  ]
  // The first run waits a moment, so that it does not delay the start.
  const first = setTimeout(() => {
    void retain().catch((error: unknown) => {
      onError('retention', error)
    })
  }, 5 * secondMs)
  return {
    stop() {
      for (const timer of timers) clearInterval(timer)
      clearTimeout(first)
    },
  }
}
