import type { Lane, SpoolPosition } from '../../domain/digest-plan.ts'
import type { DigestStore } from '../../ports/digest-store.ts'
import { prepareApply } from './apply-plan.ts'
import { inTransaction } from './connection.ts'
import { prepareLookup } from './lookup.ts'
import { takeBack } from './recovery.ts'
import type { WriterState } from './writer-state.ts'

/** Returns the digest's store over an open writer. All work is synchronous: no transaction spans an await. */
export function createDigestStore(state: WriterState): DigestStore {
  const lookup = prepareLookup(state)
  const apply = prepareApply(state)
  const cursor = prepareCursor(state)
  const durableCursor = prepareDurableCursor(state, cursor)
  return {
    async lookup(events, sessions = []) {
      takeBack(state)
      return lookup(events, sessions)
    },
    apply: async (plan) => apply(plan),
    cursor: async (lane) => cursor(lane),
    durableCursor: async (lane) => durableCursor(lane),
    flushCounters: async () => state.counters.flush(state.lastSeq),
  }
}

function prepareCursor(state: WriterState): (lane: Lane) => SpoolPosition {
  const select = state.db.prepare('SELECT segment, offset FROM cursors WHERE lane = ?')
  return (lane) => {
    const row = select.get(lane)
    return { segment: Number(row?.['segment'] ?? 0), offset: Number(row?.['offset'] ?? 0) }
  }
}

/**
 * Commits of the main database are not durable by themselves (`synchronous = NORMAL`), but any later FULL commit syncs
 * the log they are in. Unlike a checkpoint it waits for no reader. The log is then moved into the file as far as
 * readers allow, which bounds its growth.
 */
function prepareDurableCursor(
  state: WriterState,
  cursor: (lane: Lane) => SpoolPosition,
): (lane: Lane) => SpoolPosition {
  const durable = new Map<Lane, SpoolPosition>()
  const touch = state.db.prepare(
    `INSERT OR REPLACE INTO meta SELECT 'synced', coalesce(max(value), 0) + 1 FROM meta WHERE key = 'synced'`,
  )
  return (lane) => {
    const now = cursor(lane)
    const known = durable.get(lane)
    if (known && known.segment === now.segment && known.offset === now.offset) return now
    state.db.exec('PRAGMA synchronous = FULL')
    try {
      inTransaction(state.db, () => touch.run())
    } finally {
      state.db.exec('PRAGMA synchronous = NORMAL')
    }
    durable.set(lane, now)
    state.db.exec('PRAGMA wal_checkpoint(PASSIVE)')
    return now
  }
}
