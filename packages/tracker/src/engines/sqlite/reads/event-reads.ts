import { dayMs, dayOf } from '../../../domain/instant.ts'
import type { ProjectScope } from '../../../ports/commands.ts'
import type { EventPage, ReadModels } from '../../../ports/read-models.ts'
import { toEventRow } from '../event-row.ts'
import { decodeCursor, toPage } from '../page-cursor.ts'
import { readDetail, type EventIssue } from './event-detail.ts'
import type { ReadContext } from './read-context.ts'
import {
  dayCountsOf,
  findEvent,
  newerEvents,
  olderEvents,
  placeOf,
  type EventPlace,
  type Placed,
} from './stored-events.ts'

type EventReads = Pick<ReadModels, 'eventOfIssue' | 'eventById' | 'eventsOfIssue'>

/** Returns the questions about single events. */
export function createEventReads(context: ReadContext): EventReads {
  const { kysely } = context

  async function issueIn(
    scope: ProjectScope,
    issueId: number,
  ): Promise<(EventIssue & { readonly project_id: number }) | undefined> {
    const query = kysely.selectFrom('issues').select(['id', 'title', 'project_id']).where('id', '=', issueId)
    return query.where('project_id', 'in', [...scope]).executeTakeFirst()
  }

  return {
    async eventOfIssue(scope, issueId, which) {
      const issue = await issueIn(scope, issueId)
      if (!issue) return undefined
      const days = dayCountsOf(context, issueId)
      const placed =
        which === 'latest'
          ? olderEvents(context, issueId, { days, limit: 1 })[0]
          : which === 'oldest'
            ? newerEvents(context, issueId, { days, limit: 1 })[0]
            : findEvent(context, issue.project_id, which)
      if (!placed || Number(placed.row['issue_id']) !== issueId) return undefined
      return readDetail(context, issue, { placed, days })
    },
    async eventById(scope, projectId, eventId) {
      if (!scope.includes(projectId)) return undefined
      const placed = findEvent(context, projectId, eventId)
      const issue = placed && (await issueIn(scope, Number(placed.row['issue_id'])))
      return issue && readDetail(context, issue, { placed, days: dayCountsOf(context, issue.id) })
    },
    async eventsOfIssue(scope, input) {
      const issue = await issueIn(scope, input.issueId)
      return issue ? listEvents(context, issue, input) : { rows: [] }
    },
  }
}

interface EventListInput {
  readonly limit: number
  readonly cursor?: string | undefined
}

function listEvents(context: ReadContext, issue: EventIssue, input: EventListInput): EventPage {
  const limit = Math.min(Math.max(Math.trunc(input.limit) || 1, 1), 100)
  const cursor = decodeCursor(input.cursor, 'event')
  const from = cursor && toPlace(cursor.at)
  const days = dayCountsOf(context, issue.id)
  const walk = { days, limit: limit + 1, from }
  const read =
    cursor?.direction === 'previous'
      ? newerEvents(context, issue.id, walk)
      : olderEvents(context, issue.id, walk)
  const page = toPage(read, { order: 'event', limit, cursor, placeOf: toNumbers })
  return { ...page, rows: page.rows.map(({ row }) => toEventRow(row, issue.title)) }
}

/** Days as numbers, so that a cursor holds nothing but numbers. */
function toNumbers(placed: Placed): readonly [number, number] {
  const { day, seq } = placeOf(placed)
  return [Date.parse(`${day}T00:00:00Z`) / dayMs, seq]
}

function toPlace([day, seq]: readonly [number, number]): EventPlace | undefined {
  // Beyond this Date has no name for a day; a cursor like that is none of ours.
  return Math.abs(day) < 1e8 && day >= 0 ? { day: dayOf(day * dayMs), seq } : undefined
}
