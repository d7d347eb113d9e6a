import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { DataDir } from '../filesystem/data-dir.ts'
import { blockFilePath, openBlockWriter, syncDirectory } from '../filesystem/payload-blocks.ts'
import { inTransaction, openWritable } from './connection.ts'
import { dayFilePath } from './day-names.ts'
import { prepareDayFile } from './day-schema.ts'

/** The values of one event row, in the order of the columns. */
export type DayRowValues = readonly SQLInputValue[]

/** The writing side of one UTC day: rows and payload blocks. */
export interface DayFile {
  readonly day: string
  /** Appends blocks durably and returns where each begins. */
  appendBlocks(blocks: readonly Uint8Array[]): readonly number[]
  /** Inserts rows in one durable transaction. @throws when an event id is there already: nothing is inserted then */
  insert(rows: readonly DayRowValues[]): void
  has(projectId: number, eventId: Uint8Array): boolean
  maxSeq(): number
  /** Removes rows that the main database does not know of; returns how many. */
  deleteAfter(seq: number): number
  /** Calls back with each row above `seq`, in order. */
  eachAfter(seq: number, visit: (row: Record<string, SQLOutputValue>) => void): void
  issueOf(projectId: number, eventId: Uint8Array): number | undefined
  close(): void
}

const insertSql = `INSERT INTO events (seq, event_id, project_id, issue_id, type, level, platform, timestamp, received, title,
  environment, release, "transaction", user_key, tags, block_offset, slot) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`

/**
 * Opens a day for writing, making its files where they are missing, and cuts what an interrupted batch left behind
 * the last block that a row names.
 */
export function openDayFile(dir: DataDir, day: string): DayFile {
  const path = dayFilePath(dir, day)
  const db = openWritable(path, { synchronous: 'FULL', checkpointPages: 1000, cacheKib: 8192 })
  prepareDayFile(db, path)
  syncDirectory(dir.events)
  const blocksEnd = Number(
    db.prepare(`SELECT value FROM meta WHERE key = 'blocks_end'`).get()?.['value'] ?? 0,
  )
  const blocks = openBlockWriter(blockFilePath(dir.payload, day), blocksEnd)
  const insert = db.prepare(insertSql)
  const find = db.prepare('SELECT issue_id FROM events WHERE event_id = ? AND project_id = ?')
  const setEnd = db.prepare(`UPDATE meta SET value = ? WHERE key = 'blocks_end'`)
  const maxSeq = db.prepare('SELECT coalesce(max(seq), 0) AS seq FROM events')
  const deleteAfter = db.prepare('DELETE FROM events WHERE seq > ?')
  const after = db.prepare('SELECT * FROM events WHERE seq > ? ORDER BY seq')
  return {
    day,
    appendBlocks: (list) => blocks.append(list),
    insert: (rows) =>
      inTransaction(db, () => {
        for (const row of rows) insert.run(...row)
        setEnd.run(blocks.end)
      }),
    has: (projectId, eventId) => find.get(eventId, projectId) !== undefined,
    issueOf(projectId, eventId) {
      const row = find.get(eventId, projectId)
      return row === undefined ? undefined : Number(row['issue_id'])
    },
    maxSeq: () => Number(maxSeq.get()?.['seq'] ?? 0),
    deleteAfter: (seq) => Number(deleteAfter.run(seq).changes),
    eachAfter(seq, visit) {
      for (const row of after.iterate(seq)) visit(row)
    },
    close() {
      blocks.close()
      db.close()
    },
  }
}
