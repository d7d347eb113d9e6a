import { findSilence } from '../digest/alerts/silence-watch.ts'
import type { AlertFacts } from '../digest/alerts/alert-fold.ts'
import { dayMs, type Instant } from '../domain/instant.ts'
import type { AlertStore } from '../ports/alert-store.ts'
import type { PeopleCommands } from '../ports/people-commands.ts'
import type { WindowStore } from '../ports/window-store.ts'
import { weeklyReportsDue } from './weekly-reports.ts'

export interface AlertWatchDeps {
  readonly alerts: AlertStore
  readonly commands: Pick<PeopleCommands, 'alertPeople' | 'writeWeeklyReport'>
  readonly windows: Pick<WindowStore, 'lastEventAt'>
  readonly facts: () => Omit<AlertFacts, 'memory'>
  readonly startedAt: Instant
  /** Something was written that wants to be sent. */
  onWritten(): void
}

const weeklyEveryMs = 5 * 60_000

/** Returns what alerts do by the clock, to be called every second or so: silence, and weekly reports. */
export function createAlertWatch(deps: AlertWatchDeps): (now: Instant) => Promise<void> {
  let weeklyAt = 0
  return async (now) => {
    const { rules, addresses } = deps.facts()
    const { alerts, windows: store, startedAt } = deps
    const fires = await findSilence({ rules, addresses, store, startedAt, now })
    if (fires.length > 0 && (await alerts.fire(fires)).fired > 0) deps.onWritten()
    if (now - weeklyAt < weeklyEveryMs) return
    weeklyAt = now
    for (const userId of weeklyReportsDue(await deps.commands.alertPeople(), now)) {
      const since = now - 7 * dayMs
      // Six days: the report of last Monday may have gone out later in the day.
      const written = await deps.commands.writeWeeklyReport({ userId, since, now, notAfter: now - 6 * dayMs })
      if (written === 'done') deps.onWritten()
    }
  }
}
