import type { AlertFacts } from '../digest/alerts/alert-fold.ts'
import type { SqliteReader } from '../engines/sqlite/open-reader.ts'
import type { SqliteWriter } from '../engines/sqlite/sqlite-writer.ts'
import { createAlertWatch } from '../jobs/alert-watch.ts'
import type { Delivery } from './delivery.ts'
import type { FromWriter } from './messages.ts'

export interface AlertingOptions {
  readonly writer: SqliteWriter
  readonly reader: SqliteReader
  readonly delivery: Delivery
  readonly facts: () => Omit<AlertFacts, 'memory'>
  send(message: FromWriter): void
}

/** What alerts do on the writer's thread besides being decided with events. */
export interface Alerting {
  /** Wakes the delivery when something fired, and tells the metrics what became of it. */
  afterCommit(hasFires: boolean): void
  /** Does what alerts do by the clock. */
  watch(now: number): Promise<void>
}

/** Returns the alerting of an open writer. */
export function createAlerting({ writer, reader, delivery, facts, send }: AlertingOptions): Alerting {
  const afterCommit = (hasFires: boolean): void => {
    if (!hasFires) return
    delivery.wake()
    const tally = writer.alerts.takeTally()
    if (tally.fired + tally.suppressed > 0) send({ kind: 'alerted', tally })
  }
  const watch = createAlertWatch({
    alerts: writer.alerts,
    commands: writer.commands,
    windows: reader.windows,
    facts,
    startedAt: Date.now(),
    onWritten: () => afterCommit(true),
  })
  return { afterCommit, watch }
}
