import type { DigestBatch, DigestPlan, FingerprintedEvent, ParkedEvent } from '../domain/digest-plan.ts'
import type { Clock } from '../domain/instant.ts'
import { decodePayload } from '../encoding/payload-block.ts'
import type { DigestStore } from '../ports/digest-store.ts'
import type { AlertFacts } from './alerts/alert-fold.ts'
import type { AlertHistory } from './alerts/alert-history.ts'
import { categoryOfEvent, planDigest } from './plan.ts'

export interface CommitDeps {
  readonly store: DigestStore
  /** Rules and people, as they are now. */
  readonly alerts: () => Omit<AlertFacts, 'memory'>
  readonly history: AlertHistory
  readonly clock?: Clock | undefined
}

/** Looks up, plans and applies batches. The caller commits one batch at a time. */
export interface Committer {
  /**
   * Commits a batch, split into single events if it fails as a whole; an event that fails alone is parked. Rejects
   * when the fault is not an event's (disk full, database locked): nothing is parked then, and the same batch may be
   * given again, since what was stored of it is skipped by event id.
   */
  commit(batch: DigestBatch): Promise<CommitReport>
}

/** What a commit did: the plans that were applied, in order. More than one when the batch had to be split. */
export interface CommitReport {
  readonly plans: readonly DigestPlan[]
}

/** How often a plan is made again because an issue moved meanwhile. */
const maxPlans = 5

/** Returns the committer over a store. */
export function createCommitter(deps: CommitDeps): Committer {
  return {
    async commit(batch) {
      try {
        return { plans: [await applyBatch(batch, deps)] }
      } catch (error) {
        if (isOfMachine(error) || batch.events.length === 0) throw error
        return commitSingly(batch, deps)
      }
    },
  }
}

async function applyBatch(
  batch: DigestBatch,
  { store, alerts, history, clock = Date.now }: CommitDeps,
): Promise<DigestPlan> {
  for (let round = 0; round < maxPlans; round += 1) {
    const known = await store.lookup(batch.events, batch.sessions)
    const facts = alerts()
    try {
      await history.prepare(batch.events, known, facts.rules)
      const plan = planDigest(batch, { ...facts, memory: history.memory, known, now: clock() })
      if ((await store.apply(plan)) === 'applied') {
        history.keep()
        return plan
      }
    } finally {
      // What was kept is not touched by this.
      history.discard()
    }
  }
  throw new Error(`Issues moved ${maxPlans} times while a batch was being planned.`)
}

async function commitSingly(batch: DigestBatch, deps: CommitDeps): Promise<CommitReport> {
  const { lane, blocks } = batch
  // The cursor stays until the end: a crash half-way repeats the batch, and event ids keep it from counting twice.
  const upTo = await deps.store.cursor(lane)
  const lists = { entries: [], sessions: [], userReports: [], attachments: [], outcomes: [], parked: [] }
  const nothing = { lane, upTo, blocks, ...lists }
  const plans: DigestPlan[] = []
  const failed: { readonly event: FingerprintedEvent; readonly error: unknown }[] = []
  for (const event of batch.events) {
    try {
      plans.push(await applyBatch({ ...nothing, events: [event] }, deps))
    } catch (error) {
      if (isOfMachine(error)) throw error
      failed.push({ event, error })
    }
  }
  const parked = failed.map(({ event, error }) => parkedOf(event, blocks, error))
  const outcomes = failed.map(({ event: { projectId, type } }) => {
    return {
      projectId,
      source: 'server',
      reason: 'parked',
      category: categoryOfEvent(type),
      quantity: 1,
    } as const
  })
  const rest = {
    ...batch,
    events: [],
    blocks: [],
    parked: [...batch.parked, ...parked],
    outcomes: [...batch.outcomes, ...outcomes],
  }
  plans.push(await applyBatch(rest, deps))
  return { plans }
}

function parkedOf(
  { projectId, eventId, received, block, slot }: FingerprintedEvent,
  blocks: readonly Uint8Array[],
  error: unknown,
): ParkedEvent {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { projectId, eventId, received, error: text.slice(0, 500), raw: payloadOf(blocks[block], slot) }
}

/** The raw bytes are no longer at hand here; the payload is, and it is scrubbed already. */
function payloadOf(block: Uint8Array | undefined, slot: number): Uint8Array {
  try {
    return block ? decodePayload(block, slot).slice() : new Uint8Array()
  } catch {
    return new Uint8Array()
  }
}

const machineCodes: ReadonlySet<unknown> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EIO',
  'EMFILE',
  'ENFILE',
  'EACCES',
  'EPERM',
  'ENOMEM',
])
/** SQLite's PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN (https://sqlite.org/rescode.html). */
const machineResults: ReadonlySet<number> = new Set([3, 5, 6, 7, 8, 10, 13, 14])

/** Faults of disk and memory hit every event alike; to park events for them would lose good ones. */
function isOfMachine(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && machineCodes.has(error.code)) return true
  if ('errcode' in error && typeof error.errcode === 'number' && machineResults.has(error.errcode & 0xff))
    return true
  return error.cause !== undefined && error.cause !== error && isOfMachine(error.cause)
}
