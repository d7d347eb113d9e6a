import { existsSync } from 'node:fs'
import type { DataDir } from '../filesystem/data-dir.ts'
import { openAtRest } from './connection.ts'
import { openDayFile, type DayFile } from './day-file.ts'
import { dayFilePath, listDays, removeDay } from './day-names.ts'
import { checkDayFile } from './day-schema.ts'

/** The days that are open for writing: at most four at a time, the least recently used is closed for another. */
export interface DayFiles {
  open(day: string): DayFile
  /** The day if it has files already; undefined otherwise. */
  find(day: string): DayFile | undefined
  /** The number of the last event of a day that has files; cheap for days at rest, of which there are many. */
  maxSeq(day: string): number
  /** All days that have files, newest first. */
  list(): readonly string[]
  /** Closes and unlinks a day; returns how many bytes that frees. */
  remove(day: string): number
  close(): void
}

const maxOpen = 4

/** Returns the days of a data directory. */
export function createDayFiles(dir: DataDir): DayFiles {
  const open = new Map<string, DayFile>()

  function get(day: string): DayFile {
    const file = open.get(day) ?? openDayFile(dir, day)
    open.delete(day)
    open.set(day, file)
    for (const oldest of open.keys()) {
      if (open.size <= maxOpen) break
      open.get(oldest)?.close()
      open.delete(oldest)
    }
    return file
  }

  return {
    open: get,
    find: (day) => (open.has(day) || existsSync(dayFilePath(dir, day)) ? get(day) : undefined),
    list: () => listDays(dir),
    maxSeq(day) {
      const path = dayFilePath(dir, day)
      return open.has(day) || existsSync(`${path}-wal`) ? get(day).maxSeq() : maxSeqAtRest(path)
    },
    remove(day) {
      open.get(day)?.close()
      open.delete(day)
      return removeDay(dir, day)
    },
    close() {
      for (const file of open.values()) file.close()
      open.clear()
    },
  }
}

/** A day that was closed in order needs no recovery of its own, so opening it for writing would be wasted. */
function maxSeqAtRest(path: string): number {
  const db = openAtRest(path)
  try {
    if (checkDayFile(db, path) === 0) return 0
    return Number(db.prepare('SELECT coalesce(max(seq), 0) AS seq FROM events').get()?.['seq'] ?? 0)
  } finally {
    db.close()
  }
}
