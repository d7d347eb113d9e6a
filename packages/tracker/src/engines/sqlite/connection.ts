import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'

/** How a database file is opened for writing. */
export interface WritableOptions {
  /** `FULL`: durable when a transaction returns. `NORMAL`: durable after a checkpoint or a later FULL commit. */
  readonly synchronous: 'FULL' | 'NORMAL'
  /** The write-ahead log is moved into the file when it grows beyond this many pages of 8 KiB. */
  readonly checkpointPages: number
  /** Memory that the page cache may grow to. */
  readonly cacheKib: number
}

/** Opens a database file for writing, in WAL mode, making it 0600 where it is missing. */
export function openWritable(path: string, options: WritableOptions): DatabaseSync {
  // SQLite would make the file readable for all; its -wal and -shm take over the mode of the file.
  closeSync(openSync(path, 'a', 0o600))
  const db = new DatabaseSync(path, { timeout: 2000 })
  db.exec(`PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;
    PRAGMA synchronous = ${options.synchronous}; PRAGMA wal_autocheckpoint = ${options.checkpointPages};
    PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -${options.cacheKib}; PRAGMA temp_store = MEMORY`)
  return db
}

/** Opens a database file for reading, with a page cache of at most `cacheKib`; sees each commit, blocks no writer. */
export function openReadOnly(path: string, cacheKib: number): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 2000 })
  db.exec(`PRAGMA query_only = 1; PRAGMA cache_size = -${cacheKib}; PRAGMA temp_store = MEMORY`)
  return db
}

/** Opens a database file that nobody has open and that has no write-ahead log: quick, and leaves no files behind. */
export function openAtRest(path: string): DatabaseSync {
  const url = pathToFileURL(path)
  url.searchParams.set('immutable', '1')
  return new DatabaseSync(url, { readOnly: true })
}

/** Runs `work` in one write transaction: all of it or, when it throws, nothing. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    // A full disk makes SQLite roll back by itself; rolling back twice would hide the first error.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
