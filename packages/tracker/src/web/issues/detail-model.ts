import type { EventView, TagFacetView } from '@culprit/view'
import { hourMs, hourOf, type Instant } from '../../domain/instant.ts'
import { parseShortId } from '../../domain/issue.ts'
import type { EventDetail, IssueRow, TagSummary } from '../../ports/read-models.ts'
import { firedItem, type FiredItem } from '../alerts/fired-item.ts'
import type { PageContext } from '../context.ts'
import { type AttachmentView, attachmentViewOf } from './attachment-view.ts'
import { eventViewOf } from './event-view-of.ts'
import { type GroupingView, groupingViewOf } from './grouping-view.ts'
import { type IssueItem, issueItemOf } from './issue-item.ts'
import { type OwnersView, ownersOfIssue } from '../people/owners-view.ts'
import { type Assignment, assignmentOf } from './assignment.ts'
import { searchHref } from './search-href.ts'

/** What an issue page shows: the page, its JSON and its Markdown are made from it. */
export interface DetailModel {
  readonly issue: IssueItem & { readonly title: string; readonly statusChangedAt?: Instant | undefined }
  /** Absent when retention has removed the event that was asked for, or all of them. */
  readonly event?: ShownEvent | undefined
  /** Set when a certain event was asked for by id. */
  readonly askedFor?: string | undefined
  /** Events an hour over two weeks, oldest first. */
  readonly graph: readonly { readonly at: Instant; readonly count: number }[]
  readonly facets: readonly TagFacetView[]
  readonly reports: readonly Feedback[]
  readonly attachments: readonly AttachmentView[]
  readonly grouping: GroupingView
  /** Alerts that this issue made rules fire, newest first, at most 10. */
  readonly alerts: readonly FiredItem[]
  readonly owners: OwnersView
  readonly assignment: Assignment
}

/** An event with its place among the stored ones of its issue. */
export interface ShownEvent {
  readonly view: EventView
  readonly sample: boolean
  readonly redactions: number
  readonly received: Instant
  readonly position: number
  readonly stored: number
  readonly previousId?: string | undefined
  readonly nextId?: string | undefined
  readonly oldestId: string
  readonly latestId: string
}

/** What a visitor wrote about the error. */
export interface Feedback {
  readonly received: Instant
  readonly name: string
  readonly email: string
  readonly comments: string
}

const graphHours = 14 * 24
/** Keys shown beside the issue. */
const maxFacets = 8
const alertsShown = 10

/** Returns the issue that a short id in an address names, or undefined: no such project in scope, no such number. */
export async function findIssue(ctx: PageContext, shortId: string): Promise<IssueRow | undefined> {
  const parsed = parseShortId(shortId)
  const project = parsed && ctx.projects.find(({ slug }) => slug === parsed.slug)
  if (!parsed || !project || !ctx.scope.includes(project.id)) return undefined
  return ctx.deps.reads.issueByNumber(ctx.scope, project.id, parsed.number)
}

/** Reads what an issue page shows. `eventId` names the event; without it the latest stored one is shown. */
export async function readDetailModel(
  ctx: PageContext,
  row: IssueRow,
  eventId?: string,
): Promise<DetailModel> {
  const { reads } = ctx.deps
  const [detail, trends, tags, reports, alerts, rules, people] = await Promise.all([
    reads.eventOfIssue(ctx.scope, row.id, eventId ?? 'latest'),
    reads.trends(ctx.scope, { issueIds: [row.id], now: ctx.now, hours: graphHours }),
    reads.tagsOfIssue(ctx.scope, row.id),
    reads.userReportsOfIssue(ctx.scope, row.id),
    reads.alertsOfIssue(ctx.scope, row.id, alertsShown),
    reads.alertRules([row.projectId]),
    reads.people(),
  ])
  const messages = await reads.messagesOfAlerts(
    ctx.scope,
    alerts.map(({ id }) => id),
  )
  const attachments = detail
    ? await reads.attachmentsOfEvent(ctx.scope, row.projectId, detail.row.eventId)
    : []
  return {
    issue: { ...issueItemOf(row, ctx.now), title: row.title, statusChangedAt: row.statusChangedAt },
    event: detail && shownEventOf(detail),
    askedFor: eventId,
    graph: bucketsOf(trends.get(row.id) ?? [], ctx.now),
    facets: tags.filter(isTelling).toSorted(byVariety).slice(0, maxFacets).map(facetOf),
    reports: reports.map(({ received, name, email, comments }) => ({ received, name, email, comments })),
    attachments: attachments.map((attachment, index) =>
      attachmentViewOf(attachment, { shortId: row.shortId, index }),
    ),
    grouping: groupingViewOf(row, detail?.event),
    alerts: alerts.map((alert) => firedItem(alert, { rules, issue: row, messages: messages.get(alert.id) })),
    owners: ownersOfIssue(people, row, { event: detail?.event, now: ctx.now }),
    assignment: assignmentOf(people, row.assignee),
  }
}

function shownEventOf({ event, row, ...place }: EventDetail): ShownEvent {
  return {
    view: eventViewOf(event, row.title),
    sample: event.sample === true,
    redactions: event.redactions.length,
    received: event.received,
    ...place,
  }
}

function bucketsOf(counts: readonly number[], now: Instant): DetailModel['graph'] {
  const last = hourOf(now)
  return counts.map((count, index) => ({ at: last - (counts.length - 1 - index) * hourMs, count }))
}

/** Said elsewhere on the page, or again by a key beside them (`os.name` by `os`). */
const repeated = /^(?:level|handled|mechanism|.+\.name)$/

/** A key whose every value is another (request ids, addresses) says nothing in bars. */
function isTelling({ key, total, values }: TagSummary): boolean {
  if (repeated.test(key)) return false
  const top = values[0]?.count ?? 0
  return total < 5 || top / total >= 0.05
}

/** Keys with one value for all events say least. */
function byVariety(a: TagSummary, b: TagSummary): number {
  return Number(a.values.length < 2) - Number(b.values.length < 2)
}

function facetOf({ key, total, values }: TagSummary): TagFacetView {
  const linked = key === 'environment' || key === 'release' || key === 'level'
  return {
    key,
    total,
    values: values.map(({ value, count }) => ({
      value,
      count,
      href: linked ? searchHref([[key, value]]) : undefined,
    })),
  }
}
