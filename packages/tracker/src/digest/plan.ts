import type { DataCategory } from '@culprit/wire'
import {
  eventKey,
  type DigestBatch,
  type DigestPlan,
  type FingerprintedEvent,
  type KnownIssues,
  type OutcomeCount,
  type PlannedEvent,
} from '../domain/digest-plan.ts'
import type { EventType } from '../domain/event.ts'
import type { Instant } from '../domain/instant.ts'
import { createAlertFold, type AlertFacts } from './alerts/alert-fold.ts'
import { createIssueFold } from './issue-fold.ts'
import { addOutcomes, createOutcomeTally } from './outcome-tally.ts'
import { foldSessions } from './sessions/session-fold.ts'

/** What a plan is made from besides the batch; all of it is read, none of it changed. */
export interface PlanFacts extends AlertFacts {
  readonly known: KnownIssues
  readonly now: Instant
}

/**
 * Returns everything that a batch will write and everyone it will tell. Pure: the same batch and facts give the same
 * plan, so a stale plan is thrown away and made again. Events that are stored already, or came earlier in the batch,
 * are left out and counted as `duplicate`; blocks that hold no other events are left out too.
 */
export function planDigest(batch: DigestBatch, facts: PlanFacts): DigestPlan {
  const { known, now } = facts
  const tally = createOutcomeTally()
  addOutcomes(tally, batch.outcomes)
  const sessions = foldSessions(batch.sessions, known.sessions)
  // Before the events: an event is a share of the sessions that came with it, too.
  facts.memory.seeSessions(sessions.counts)
  const alerts = createAlertFold(facts)
  const issues = createIssueFold({ known, now, onSeen: alerts.see })
  const blocks = createBlockPicker(batch.blocks)
  const seen = new Set<string>()
  const events: PlannedEvent[] = []
  for (const event of batch.events) {
    const key = eventKey(event)
    const duplicate = known.stored.has(key) || seen.has(key)
    tally.add(outcomeOf(event, duplicate ? 'duplicate' : 'accepted'))
    if (duplicate) continue
    seen.add(key)
    events.push({ event: blocks.pick(event), issueId: issues.see(event) })
  }
  const { newIssues, changes } = issues.finish()
  const { lane, upTo, userReports, attachments, parked } = batch
  const outcomes = tally.counts()
  return {
    at: now,
    lane,
    upTo,
    newIssues,
    changes,
    events,
    blocks: blocks.picked(),
    fires: alerts.finish(),
    sessions,
    userReports,
    attachments,
    outcomes,
    parked,
  }
}

/** Returns the data category under which an event of this type is counted. */
export function categoryOfEvent(type: EventType): DataCategory {
  if (type === 'error') return 'error'
  return type === 'default' ? 'default' : 'security'
}

function outcomeOf(event: FingerprintedEvent, reason: 'accepted' | 'duplicate'): OutcomeCount {
  return {
    projectId: event.projectId,
    source: 'server',
    reason,
    category: categoryOfEvent(event.type),
    quantity: 1,
  }
}

interface BlockPicker {
  /** Returns the event with its block's place in the plan. */
  pick(event: FingerprintedEvent): FingerprintedEvent
  picked(): readonly Uint8Array[]
}

function createBlockPicker(blocks: readonly Uint8Array[]): BlockPicker {
  const places = new Map<number, number>()
  const picked: Uint8Array[] = []
  return {
    pick(event) {
      const block = blocks[event.block]
      if (!block)
        throw new RangeError(`Event ${event.eventId} names block ${event.block} of ${blocks.length}.`)
      let place = places.get(event.block)
      if (place === undefined) {
        place = picked.push(block) - 1
        places.set(event.block, place)
      }
      return place === event.block ? event : { ...event, block: place }
    },
    picked: () => picked,
  }
}
