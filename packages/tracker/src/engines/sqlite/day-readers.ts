import { existsSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { dataDirAt, type DataDir } from '../filesystem/data-dir.ts'
import { openReadOnly } from './connection.ts'
import { dayFilePath, listDays } from './day-names.ts'
import { checkDayFile } from './day-schema.ts'
import type { Row } from './event-row.ts'
import { createStatements, type Statements } from './kysely-driver.ts'

/** The reading side of all day files: at most eight are open at a time, the least recently used is closed for another. */
export interface DayReaders {
  /** Days that have files now, newest first. */
  list(): readonly string[]
  /** Rows of one day; none when retention has removed it meanwhile. */
  all(day: string, sql: string, ...values: readonly (number | string | Uint8Array)[]): readonly Row[]
  close(): void
}

interface OpenDay {
  readonly db: DatabaseSync
  readonly statements: Statements
}

const maxOpen = 8

/** Returns the day files of a data directory for reading. */
export function createDayReaders(dataDir: string): DayReaders {
  const dir = dataDirAt(dataDir)
  const open = new Map<string, OpenDay>()

  function close(day: string): void {
    open.get(day)?.db.close()
    open.delete(day)
  }

  function get(day: string): OpenDay | undefined {
    if (!existsSync(dayFilePath(dir, day))) {
      close(day)
      return undefined
    }
    const file = open.get(day) ?? openDay(dir, day)
    if (!file) return undefined
    open.delete(day)
    open.set(day, file)
    for (const oldest of open.keys()) {
      if (open.size <= maxOpen) break
      close(oldest)
    }
    return file
  }

  return {
    list: () => listDays(dir),
    all: (day, sql, ...values) =>
      get(day)
        ?.statements.prepare(sql)
        .all(...values) ?? [],
    close() {
      for (const { db } of open.values()) db.close()
      open.clear()
    },
  }
}

function openDay(dir: DataDir, day: string): OpenDay | undefined {
  let db: DatabaseSync
  try {
    db = openReadOnly(dayFilePath(dir, day), 2048)
  } catch (error) {
    // Retention may unlink the file between the look and the opening.
    if (!existsSync(dayFilePath(dir, day))) return undefined
    throw error
  }
  // 0: the writer is making the tables at this moment.
  if (checkDayFile(db, dayFilePath(dir, day)) > 0) return { db, statements: createStatements(db) }
  db.close()
  return undefined
}
