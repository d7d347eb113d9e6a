import type { DatabaseSync } from 'node:sqlite'
import { inTransaction } from './connection.ts'
import { createCounterWindow, type CountedEvent } from './counter-window.ts'
import type { DayFiles } from './day-files.ts'
import { toEventRow } from './event-row.ts'
import { prepareWriteCounters } from './write-counters.ts'

/** A window this large is written without waiting for its time. */
const windowEvents = 4096

/**
 * Hourly, tag and user counters: folded in memory, written in windows. They may be lost with the process, since `meta`
 * says up to which event they are written and the rest is counted again from the day files.
 */
export interface Counters {
  add(event: CountedEvent): void
  /** True when the window is full. */
  readonly isFull: boolean
  /** Writes the window in one transaction, as counted up to event `lastSeq`. */
  flush(lastSeq: number): void
  /** Folds the events that are stored but not counted. */
  rebuild(days: DayFiles, lastSeq: number): void
}

/** Returns the counters of a main database. */
export function createCounters(db: DatabaseSync): Counters {
  const window = createCounterWindow()
  const write = prepareWriteCounters(db)
  const setSeq = db.prepare(`UPDATE meta SET value = ? WHERE key = 'counters_seq'`)
  const getSeq = db.prepare(`SELECT value FROM meta WHERE key = 'counters_seq'`)

  function flush(lastSeq: number): void {
    if (window.size === 0) return
    inTransaction(db, () => {
      write(window)
      setSeq.run(lastSeq)
    })
    window.clear()
  }

  return {
    add: (event) => window.add(event),
    get isFull() {
      return window.size >= windowEvents
    },
    flush,
    rebuild(days, lastSeq) {
      const from = Number(getSeq.get()?.['value'] ?? 0)
      if (from >= lastSeq) return
      // One window for all days: a flush in between would say that days not yet read are counted.
      for (const day of days.list()) {
        if (days.maxSeq(day) > from) days.open(day).eachAfter(from, (row) => window.add(toEventRow(row, '')))
      }
      flush(lastSeq)
    },
  }
}
