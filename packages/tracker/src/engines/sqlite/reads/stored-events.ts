import { dayMs } from '../../../domain/instant.ts'
import { eventIdBytes, type Row } from '../event-row.ts'
import type { ReadContext } from './read-context.ts'

/** An event's row with the day whose file holds it. */
export interface Placed {
  readonly day: string
  readonly row: Row
}

/** How many events of an issue a day holds; only days with some, newest first. */
export type DayCounts = readonly { readonly day: string; readonly count: number }[]

/** A place in the order of an issue's events: by day, then by sequence number. */
export interface EventPlace {
  readonly day: string
  readonly seq: number
}

/**
 * Returns on which days an issue's events are stored. Counters answer for the older days, so that a page does not open
 * ninety files; the two newest are looked at, since counters lag by up to a window.
 */
export function dayCountsOf({ db, days }: ReadContext, issueId: number): DayCounts {
  const counted = new Map<string, number>()
  const sql =
    'SELECT hour / 86400000 AS day, sum(count) AS count FROM issue_hours WHERE issue_id = ? GROUP BY 1'
  for (const row of db.prepare(sql).all(issueId)) {
    counted.set(new Date(Number(row['day']) * dayMs).toISOString().slice(0, 10), Number(row['count']))
  }
  return days
    .list()
    .map((day, index) => {
      if (index > 1) return { day, count: counted.get(day) ?? 0 }
      const row = days.all(day, 'SELECT count(*) AS count FROM events WHERE issue_id = ?', issueId)[0]
      return { day, count: Number(row?.['count'] ?? 0) }
    })
    .filter(({ count }) => count > 0)
}

/** Returns up to `limit` events of an issue before a place (older), nearest first; from the newest without a place. */
export function olderEvents(context: ReadContext, issueId: number, walk: Walk): readonly Placed[] {
  const found: Placed[] = []
  for (const { day } of walk.days) {
    if (found.length >= walk.limit) break
    if (walk.from && day > walk.from.day) continue
    const below = walk.from?.day === day ? walk.from.seq : Number.MAX_SAFE_INTEGER
    const sql = 'SELECT * FROM events WHERE issue_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?'
    for (const row of context.days.all(day, sql, issueId, below, walk.limit - found.length))
      found.push({ day, row })
  }
  return found
}

/** Returns up to `limit` events of an issue after a place (newer), nearest first; from the oldest without a place. */
export function newerEvents(context: ReadContext, issueId: number, walk: Walk): readonly Placed[] {
  const found: Placed[] = []
  for (const { day } of walk.days.toReversed()) {
    if (found.length >= walk.limit) break
    if (walk.from && day < walk.from.day) continue
    const above = walk.from?.day === day ? walk.from.seq : 0
    const sql = 'SELECT * FROM events WHERE issue_id = ? AND seq > ? ORDER BY seq LIMIT ?'
    for (const row of context.days.all(day, sql, issueId, above, walk.limit - found.length))
      found.push({ day, row })
  }
  return found
}

export interface Walk {
  readonly days: DayCounts
  readonly limit: number
  readonly from?: EventPlace | undefined
}

/** Finds an event by project and id, on the newest day first. Undefined for what is no event id. */
export function findEvent({ days }: ReadContext, projectId: number, eventId: string): Placed | undefined {
  const id = eventId.replaceAll('-', '').toLowerCase()
  if (!/^[0-9a-f]{32}$/.test(id)) return undefined
  for (const day of days.list()) {
    const row = days.all(
      day,
      'SELECT * FROM events WHERE event_id = ? AND project_id = ?',
      eventIdBytes(id),
      projectId,
    )[0]
    if (row) return { day, row }
  }
  return undefined
}

/** Returns how many events of an issue its day holds up to and with this one. */
export function rankInDay({ days }: ReadContext, issueId: number, { day, seq }: EventPlace): number {
  const sql = 'SELECT count(*) AS count FROM events WHERE issue_id = ? AND seq <= ?'
  return Number(days.all(day, sql, issueId, seq)[0]?.['count'] ?? 0)
}

/** Returns the place of an event in its issue. */
export function placeOf({ day, row }: Placed): EventPlace {
  return { day, seq: Number(row['seq']) }
}
