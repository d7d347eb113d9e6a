import { hourMs, secondMs } from '../domain/instant.ts'
import { lanes, type Lane, type SpoolPosition } from '../domain/digest-plan.ts'
import type { Commands } from '../ports/commands.ts'
import type { DigestStore } from '../ports/digest-store.ts'

/** What the writer does by the clock rather than on demand. */
export interface Chores {
  stop(): void
}

export interface ChoresDeps {
  readonly digest: Pick<DigestStore, 'flushCounters' | 'durableCursor'>
  readonly commands: Pick<Commands, 'applyRetention'>
  readonly retentionDays: number
  /** Looks for silence and reports that are due; called every second. */
  watchAlerts(now: number): Promise<void>
  /** Looks after decoders and retries; called every second. */
  watch(): void
  /** Told where digestion stands durably: raw segments before it may go. */
  onDurable(lane: Lane, upTo: SpoolPosition): void
  onError(where: string, error: unknown): void
}

const releaseEveryMs = 2 * secondMs
/** The first run of retention waits a moment, so that it does not delay the start. */
const firstRetentionMs = 5 * secondMs

/** Starts the chores: counters, watchdog and alerts by the clock each second, release of digested segments, retention each hour. */
export function startChores(deps: ChoresDeps): Chores {
  const { digest, commands, retentionDays } = deps
  const run = createRunner(deps)
  const count = run('counters', async () => {
    deps.watch()
    await digest.flushCounters()
  })
  const alert = run('alerts', () => deps.watchAlerts(Date.now()))
  const release = run('release', async () => {
    for (const lane of lanes) deps.onDurable(lane, await digest.durableCursor(lane))
  })
  const retain = run('retention', async () => {
    await commands.applyRetention({ now: Date.now(), retentionDays })
  })
  const first = setTimeout(retain, firstRetentionMs)
  const timers = [
    setInterval(count, secondMs),
    setInterval(alert, secondMs),
    setInterval(release, releaseEveryMs),
    setInterval(retain, hourMs),
  ]
  return {
    stop() {
      for (const timer of timers) clearInterval(timer)
      clearTimeout(first)
    },
  }
}

/** A chore that takes longer than its turn skips turns instead of piling up; one that fails is tried again at its next. */
function createRunner({ onError }: ChoresDeps): (where: string, work: () => Promise<void>) => () => void {
  return (where, work) => {
    let busy = false
    return () => {
      if (busy) return
      busy = true
      void work()
        .catch((error: unknown) => {
          onError(where, error)
        })
        .finally(() => {
          busy = false
        })
    }
  }
}
