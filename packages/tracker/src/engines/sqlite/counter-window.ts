import type { Tag } from '../../domain/event.ts'
import { hourOf, type Instant } from '../../domain/instant.ts'

/** What counting needs of an event; made from a new event or from its stored row. */
export interface CountedEvent {
  readonly projectId: number
  readonly issueId: number
  readonly received: Instant
  readonly level: string
  readonly environment?: string | undefined
  readonly release?: string | undefined
  readonly transaction?: string | undefined
  readonly userKey?: string | undefined
  readonly tags: readonly Tag[]
}

/** How often a tag value came, when first and when last. */
export interface TagTally {
  count: number
  firstSeen: Instant
  lastSeen: Instant
}

/** The folded counts of one issue. */
export interface IssueTally {
  readonly projectId: number
  readonly hours: Map<Instant, number>
  readonly tags: Map<string, Map<string, TagTally>>
  readonly users: Map<string, Instant>
}

/** Counts of the events since the last flush, folded so that many events cost one write. */
export interface CounterWindow {
  readonly issues: ReadonlyMap<number, IssueTally>
  /** How many events are folded. */
  readonly size: number
  add(event: CountedEvent): void
  clear(): void
}

/** Returns an empty window. It grows with the distinct values of its events: flush it after some thousands. */
export function createCounterWindow(): CounterWindow {
  const issues = new Map<number, IssueTally>()
  let size = 0
  return {
    issues,
    get size() {
      return size
    },
    add(event) {
      size += 1
      let tally = issues.get(event.issueId)
      if (!tally) {
        tally = { projectId: event.projectId, hours: new Map(), tags: new Map(), users: new Map() }
        issues.set(event.issueId, tally)
      }
      addTo(tally, event)
    },
    clear() {
      issues.clear()
      size = 0
    },
  }
}

function addTo(tally: IssueTally, event: CountedEvent): void {
  const { received } = event
  const hour = hourOf(received)
  tally.hours.set(hour, (tally.hours.get(hour) ?? 0) + 1)
  if (event.userKey !== undefined)
    tally.users.set(event.userKey, Math.max(received, tally.users.get(event.userKey) ?? 0))
  addTag(tally, 'level', event.level, received)
  if (event.environment !== undefined) addTag(tally, 'environment', event.environment, received)
  if (event.release !== undefined) addTag(tally, 'release', event.release, received)
  if (event.transaction !== undefined) addTag(tally, 'transaction', event.transaction, received)
  for (const [key, value] of event.tags) {
    // The event's own fields win over tags of the same name, and no key may count twice.
    if (!ownKeys.has(key)) addTag(tally, key, value, received)
  }
}

const ownKeys: ReadonlySet<string> = new Set(['level', 'environment', 'release', 'transaction'])

// Four plain values: this runs a dozen times for each event, and an object each would be the larger part of it.
function addTag(tally: IssueTally, key: string, value: string, at: Instant): void {
  let values = tally.tags.get(key)
  if (!values) {
    values = new Map()
    tally.tags.set(key, values)
  }
  const known = values.get(value)
  if (!known) {
    values.set(value, { count: 1, firstSeen: at, lastSeen: at })
    return
  }
  known.count += 1
  if (at > known.lastSeen) known.lastSeen = at
  else if (at < known.firstSeen) known.firstSeen = at
}
