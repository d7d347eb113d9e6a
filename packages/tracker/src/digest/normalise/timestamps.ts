import { parseTimestamp } from '@culprit/wire'
import type { Instant } from '../../domain/instant.ts'
import { limits } from '../limits.ts'
import type { EventFacts } from './event-facts.ts'
import type { NoteTaker } from './note-taker.ts'
import type { Sent } from './sent.ts'

/** When an event happened, and by how many milliseconds every time in it is shifted. */
export interface EventTimes {
  readonly timestamp: Instant
  readonly shiftMs: number
}

/**
 * Returns the time of an event after the corrections of protocol A11: a sender whose clock differs by 55 minutes or
 * more is shifted by the difference; what then lies over 60 s after or 30 days before arrival is put at arrival and
 * everything else moves along. Absent and absurd times become the arrival.
 */
export function resolveTimes(sent: Sent, facts: EventFacts, notes: NoteTaker): EventTimes {
  const { received, sentAt } = facts
  let shiftMs = 0
  if (sentAt !== undefined && Math.abs(received - sentAt) >= limits.minDriftMs) {
    shiftMs = Math.round(received - sentAt)
    notes.add(
      'clock_drift',
      'timestamp',
      `The sender's clock was off by ${Math.round(-shiftMs / 1000)} s; all times were shifted.`,
    )
  }
  const parsed = parseTimestamp(sent)
  if (parsed === undefined) {
    if (sent !== undefined && sent !== null)
      notes.add('invalid', 'timestamp', 'The time could not be read; the arrival is shown.')
    return { timestamp: received, shiftMs }
  }
  const timestamp = Math.round(parsed) + shiftMs
  const future = timestamp > received + limits.maxFutureMs
  if (!future && timestamp >= received - limits.maxPastMs) return { timestamp, shiftMs }
  if (future)
    notes.add('future_timestamp', 'timestamp', 'The time lay in the future; all times were shifted.')
  else
    notes.add('past_timestamp', 'timestamp', 'The time lay more than 30 days back; all times were shifted.')
  return { timestamp: received, shiftMs: shiftMs + received - timestamp }
}

/** Returns a time inside an event (a breadcrumb's), shifted as the event was; undefined when it is none. */
export function shiftedTime(sent: Sent, shiftMs: number): Instant | undefined {
  if (sent === undefined || sent === null) return undefined
  const parsed = parseTimestamp(sent)
  return parsed === undefined ? undefined : Math.round(parsed) + shiftMs
}
