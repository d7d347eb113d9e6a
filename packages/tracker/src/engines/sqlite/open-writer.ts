import type { DatabaseSync } from 'node:sqlite'
import { emptyTally } from '../../domain/alert-tally.ts'
import type { Clock } from '../../domain/instant.ts'
import { prepareDataDir, type DataDir } from '../filesystem/data-dir.ts'
import { createAdministration } from './administration.ts'
import { loadSecretKey } from '../filesystem/secret-key.ts'
import { createAlertStore } from './alert-store.ts'
import { prepareAlertWrites } from './alert-writes.ts'
import { createCommands } from './commands.ts'
import { openWritable } from './connection.ts'
import { createCounters } from './counters.ts'
import { createDayFiles } from './day-files.ts'
import { createDestinationCommands, createDestinationStore } from './destination-store.ts'
import { createDigestStore } from './digest-store.ts'
import { createIssueCache } from './issue-cache.ts'
import { migrate } from './migrate.ts'
import { createOutboxStore } from './outbox-store.ts'
import { provision } from './provision.ts'
import { removeOrphans } from './recovery.ts'
import { prepareSessionWrites } from './session-writes.ts'
import type { SqliteWriter } from './sqlite-writer.ts'
import type { WriterState } from './writer-state.ts'

export interface WriterOptions {
  /** Locked by `lockDataDir`; its folders are made here where they are missing. */
  readonly dataDir: string
  readonly clock?: Clock | undefined
  /** Messages that one destination gets in an hour, besides digests. @default 60 */
  readonly messagesPerHour?: number | undefined
}

interface StateOptions {
  readonly clock: Clock
  readonly messagesPerHour: number
}

/**
 * Opens the writing side of a data directory: migrates it, removes what an interrupted batch left, and folds the
 * counters again that were not written. There may be one writer for a directory; `lockDataDir` sees to that.
 *
 * @throws {DataDirError} when the directory was written by a newer version
 */
export async function openWriter({
  dataDir,
  clock = Date.now,
  messagesPerHour = 60,
}: WriterOptions): Promise<SqliteWriter> {
  const dir = prepareDataDir(dataDir)
  const key = loadSecretKey(dir)
  const db = openWritable(dir.mainDb, { synchronous: 'NORMAL', checkpointPages: 4000, cacheKib: 8192 })
  const state = openState(dir, db, { clock, messagesPerHour })
  const administration = createAdministration(db)
  const destinations = { db, administration, key }
  return {
    digest: createDigestStore(state),
    alerts: createAlertStore(state),
    outbox: createOutboxStore(db, administration),
    destinations: createDestinationStore(destinations),
    commands: { ...createCommands(state, administration), ...createDestinationCommands(destinations) },
    provision: async (input) => provision(db, administration, input),
    checkpoint: () => db.exec('PRAGMA wal_checkpoint(PASSIVE)'),
    async close() {
      try {
        state.counters.flush(state.lastSeq)
      } finally {
        state.days.close()
        db.close()
      }
    },
  }
}

function openState(dir: DataDir, db: DatabaseSync, { clock, messagesPerHour }: StateOptions): WriterState {
  const days = createDayFiles(dir)
  try {
    migrate(db, clock())
    const lastSeq = Number(db.prepare(`SELECT value FROM meta WHERE key = 'last_seq'`).get()?.['value'] ?? 0)
    const counters = createCounters(db)
    removeOrphans(days, lastSeq)
    counters.rebuild(days, lastSeq)
    return {
      dir,
      db,
      days,
      issues: createIssueCache(),
      counters,
      sessions: prepareSessionWrites(db),
      writeFires: prepareAlertWrites(db, messagesPerHour),
      fires: emptyTally,
      lastSeq,
      newestDay: days.list()[0],
      hasOrphans: false,
    }
  } catch (error) {
    days.close()
    db.close()
    throw error
  }
}
