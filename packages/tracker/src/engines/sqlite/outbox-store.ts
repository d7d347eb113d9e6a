import type { DatabaseSync } from 'node:sqlite'
import type { OutboxLane, OutboxOutcome, OutboxStore } from '../../ports/outbox-store.ts'
import type { Administration } from './administration.ts'
import { inTransaction } from './connection.ts'
import { alertColumns, toOutboxRow } from './outbox-row.ts'

/** Attempts kept for one row; the oldest go first. */
const maxAttemptsKept = 50

/** Returns the outbox of an open main database. */
export function createOutboxStore(db: DatabaseSync, { kysely, run }: Administration): OutboxStore {
  const inLane = ({ to, except = [] }: OutboxLane) => {
    const rows = kysely.selectFrom('outbox').where('destination_id', to === 'mail' ? 'is' : 'is not', null)
    return except.length === 0 ? rows : rows.where('destination_id', 'not in', [...except])
  }
  return {
    async due(now, max, lane) {
      const query = inLane(lane)
        .leftJoin('alerts', 'alerts.id', 'outbox.alert_id')
        .selectAll('outbox')
        .select(alertColumns)
        .where('state', '=', 'pending')
        .where('next_at', '<=', now)
        .orderBy('next_at')
        .orderBy('outbox.id')
        .limit(Math.min(Math.max(Math.trunc(max), 0), 1000))
      return run(query).rows.map(toOutboxRow)
    },
    async nextDue(lane) {
      const query = inLane(lane).select('next_at').where('state', '=', 'pending').orderBy('next_at').limit(1)
      return run(query).rows[0]?.next_at
    },
    async begin(id, now) {
      const query = kysely
        .updateTable('outbox')
        .set((row) => ({ state: 'sending', attempts: row('attempts', '+', 1), next_at: now }))
        .where('id', '=', id)
      run(query)
    },
    async postpone(id, nextAt) {
      run(kysely.updateTable('outbox').set({ next_at: nextAt }).where('id', '=', id))
    },
    async finish(id, attempt, outcome) {
      const { at, ok, ms } = attempt
      inTransaction(db, () => {
        const values = { outbox_id: id, at, ok: Number(ok), detail: attempt.detail.slice(0, 500), ms }
        run(kysely.insertInto('delivery_attempts').values(values))
        run(kysely.updateTable('outbox').set(toColumns(outcome)).where('id', '=', id))
        const kept = kysely
          .selectFrom('delivery_attempts')
          .select('id')
          .where('outbox_id', '=', id)
          .orderBy('id', 'desc')
        const surplus = kysely.deleteFrom('delivery_attempts').where('outbox_id', '=', id)
        run(surplus.where('id', 'not in', kept.limit(maxAttemptsKept)))
      })
    },
    async recover(now, { to }) {
      const query = kysely
        .updateTable('outbox')
        .set({ state: 'pending', next_at: now })
        .where('state', '=', 'sending')
        .where('destination_id', to === 'mail' ? 'is' : 'is not', null)
      return Number(run(query).numAffectedRows ?? 0n)
    },
  }
}

function toColumns(outcome: OutboxOutcome): {
  readonly state: string
  readonly next_at?: number
  readonly reason: string | null
} {
  switch (outcome.state) {
    case 'pending':
      return { state: 'pending', next_at: outcome.nextAt, reason: null }
    case 'held':
      return { state: 'held', reason: outcome.reason.slice(0, 500) }
    case 'sent':
    case 'failed':
      return { state: outcome.state, reason: null }
  }
}
