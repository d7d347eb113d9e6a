import { decodeSlot } from '../../../encoding/payload-block.ts'
import type { EventDetail } from '../../../ports/read-models.ts'
import { blockFilePath, readBlock } from '../../filesystem/payload-blocks.ts'
import { toEventRow } from '../event-row.ts'
import type { ReadContext } from './read-context.ts'
import { newerEvents, olderEvents, placeOf, rankInDay, type DayCounts, type Placed } from './stored-events.ts'

/** The issue an event belongs to, as far as its detail needs it. */
export interface EventIssue {
  readonly id: number
  readonly title: string
}

/** Returns an event with its payload and its place in the issue; undefined when retention took it meanwhile. */
export function readDetail(
  context: ReadContext,
  issue: EventIssue,
  found: { readonly placed: Placed; readonly days: DayCounts },
): EventDetail | undefined {
  const { placed, days } = found
  const block = readBlock(blockFilePath(context.dir.payload, placed.day), Number(placed.row['block_offset']))
  if (!block) return undefined
  const from = placeOf(placed)
  const idOf = (other: Placed | undefined): string | undefined => other && toEventRow(other.row, '').eventId
  const row = toEventRow(placed.row, issue.title)
  const older = days.filter(({ day }) => day < placed.day).reduce((sum, { count }) => sum + count, 0)
  return {
    row,
    event: decodeSlot(block, Number(placed.row['slot'])),
    previousId: idOf(olderEvents(context, issue.id, { days, limit: 1, from })[0]),
    nextId: idOf(newerEvents(context, issue.id, { days, limit: 1, from })[0]),
    oldestId: idOf(newerEvents(context, issue.id, { days, limit: 1 })[0]) ?? row.eventId,
    latestId: idOf(olderEvents(context, issue.id, { days, limit: 1 })[0]) ?? row.eventId,
    position: older + rankInDay(context, issue.id, from),
    stored: days.reduce((sum, { count }) => sum + count, 0),
  }
}
