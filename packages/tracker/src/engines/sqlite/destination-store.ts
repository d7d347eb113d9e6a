import type { DatabaseSync } from 'node:sqlite'
import { healthAfter, untried, type Destination } from '../../domain/destination.ts'
import {
  maxAttemptsKept,
  maxDestinations,
  type DestinationAttempt,
  type DestinationChange,
  type DestinationCommands,
  type DestinationStore,
} from '../../ports/destination-store.ts'
import type { Administration } from './administration.ts'
import { inTransaction } from './connection.ts'
import { healthColumns, toAttemptColumns, toDestination } from './destination-row.ts'
import { noteIncident } from './incidents.ts'
import { sealSettings } from './sealed-settings.ts'

export interface DestinationStoreOptions {
  readonly db: DatabaseSync
  readonly administration: Administration
  /** Seals the settings. */
  readonly key: Uint8Array
}

/** Returns what the deliverer asks about destinations. */
export function createDestinationStore(options: DestinationStoreOptions): DestinationStore {
  return {
    destination: async (id) => find(options, id),
    recordAttempt: async (attempt) =>
      inTransaction(options.db, () => {
        const destination = find(options, attempt.destinationId)
        if (destination !== undefined) record(options, destination, attempt)
      }),
  }
}

/** Returns the commands about destinations. Each is one transaction. */
export function createDestinationCommands(options: DestinationStoreOptions): DestinationCommands {
  const { db, key, administration } = options
  const { kysely, run } = administration
  return {
    addDestination: async ({ projectId, kind, name, settings, now }) =>
      inTransaction(db, () => {
        const siblings = kysely.selectFrom('destinations').select('id').where('project_id', '=', projectId)
        if (run(siblings).rows.length >= maxDestinations) return 'full'
        const values = {
          project_id: projectId,
          kind,
          name,
          settings: sealSettings(settings, { key, projectId }),
          created_at: now,
          ...healthColumns(untried),
        }
        const [added] = run(kysely.insertInto('destinations').values(values).returning('id')).rows
        if (added === undefined) throw new Error('The destination was not stored')
        return { id: added.id }
      }),
    changeDestination: async (change) => inTransaction(db, () => changeIt(options, change)),
    removeDestination: async ({ scope, id }) =>
      inTransaction(db, () => {
        if (!inScope(find(options, id), scope)) return 'not-found'
        run(kysely.deleteFrom('open_incidents').where('destination_id', '=', id))
        run(kysely.deleteFrom('destination_attempts').where('destination_id', '=', id))
        run(kysely.deleteFrom('destinations').where('id', '=', id))
        return 'done'
      }),
    recordDestinationAttempt: async ({ scope, attempt }) =>
      inTransaction(db, () => {
        const destination = find(options, attempt.destinationId)
        if (!inScope(destination, scope)) return 'not-found'
        record(options, destination, attempt)
        return 'done'
      }),
    async sendHeld({ scope, id, now }) {
      const rows = kysely
        .updateTable('outbox')
        .set({ state: 'pending', next_at: now, reason: null })
        .where('destination_id', '=', id)
        .where('project_id', 'in', [...scope])
        .where('state', '=', 'held')
      return { messages: Number(run(rows).numAffectedRows ?? 0n) }
    },
    retryDelivery: async ({ scope, outboxId, now }) =>
      inTransaction(db, () => {
        const rows = kysely
          .updateTable('outbox')
          .set({ state: 'pending', next_at: now, reason: null })
          .where('id', '=', outboxId)
          .where('project_id', 'in', [...scope])
          .where('state', 'in', ['failed', 'held', 'pending'])
        return Number(run(rows).numAffectedRows ?? 0n) > 0 ? 'done' : 'not-found'
      }),
  }
}

function inScope(destination: Destination | undefined, scope: readonly number[]): destination is Destination {
  return destination !== undefined && scope.includes(destination.projectId)
}

function find({ administration, key }: DestinationStoreOptions, id: number): Destination | undefined {
  const { kysely, run } = administration
  const row = run(kysely.selectFrom('destinations').selectAll().where('id', '=', id)).rows[0]
  return row && toDestination(row, key)
}

function record(
  { administration }: DestinationStoreOptions,
  destination: Destination,
  attempt: DestinationAttempt,
): void {
  const { kysely, run } = administration
  const { id, health } = destination
  noteIncident(administration, destination, attempt)
  run(kysely.insertInto('destination_attempts').values(toAttemptColumns(attempt)))
  const next = healthAfter(health, { ...attempt, test: attempt.kind === 'test' })
  run(kysely.updateTable('destinations').set(healthColumns(next)).where('id', '=', id))
  const kept = kysely
    .selectFrom('destination_attempts')
    .select('id')
    .where('destination_id', '=', id)
    .orderBy('id', 'desc')
    .limit(maxAttemptsKept)
  const surplus = kysely.deleteFrom('destination_attempts').where('destination_id', '=', id)
  run(surplus.where('id', 'not in', kept))
}

function changeIt(
  options: DestinationStoreOptions,
  { scope, id, name, settings, enabled, now }: DestinationChange,
): 'done' | 'not-found' {
  const { kysely, run } = options.administration
  const known = find(options, id)
  if (!inScope(known, scope)) return 'not-found'
  const { projectId, health } = known
  const row = kysely.updateTable('destinations').where('id', '=', id)
  if (name !== undefined) run(row.set({ name }))
  if (settings !== undefined) {
    run(row.set({ settings: sealSettings(settings, { key: options.key, projectId }) }))
    run(row.set(healthColumns({ ...untried, disabledAt: health.disabledAt })))
  }
  if (enabled === true) run(row.set(healthColumns({ ...untried, lastOkAt: health.lastOkAt })))
  if (enabled === false) run(row.set({ disabled_at: health.disabledAt ?? now }))
  return 'done'
}
