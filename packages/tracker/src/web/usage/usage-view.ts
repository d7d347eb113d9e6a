import { formatCount, formatSize } from '@culprit/view'
import { discardReasons, type DataCategory } from '@culprit/wire'
import type { Destination } from '../../domain/destination.ts'
import { dayMs, type Instant } from '../../domain/instant.ts'
import type { OutcomeCount } from '../../domain/digest-plan.ts'
import type { DeliveryView } from '../../ports/read-models.ts'
import type { PageContext } from '../context.ts'
import { toSessionLine, type SessionLine } from './session-line.ts'

/** What came in, what became of it, and who was told: what the usage page's HTML and JSON are made from. */
export interface UsageView {
  readonly now: Instant
  readonly days: number
  /** Events and user reports that were kept. */
  readonly accepted: number
  readonly outcomes: readonly OutcomeLine[]
  /** Most sessions first. */
  readonly sessions: readonly SessionLine[]
  readonly parked: readonly ParkedLine[]
  readonly deliveries: readonly DeliveryLine[]
  readonly mail: 'configured' | 'off'
  readonly retentionDays: number
  /** What the ingest thread says of itself, in words. */
  readonly gauges: readonly { readonly name: string; readonly value: string }[]
}

/** Losses of one kind for one reason in one project. */
export interface OutcomeLine {
  readonly project: string
  readonly source: 'server' | 'sdk'
  readonly reason: string
  /** A sentence that says what the reason means. */
  readonly meaning: string
  readonly category: string
  readonly quantity: number
}

/** An event set aside. Its bytes are never shown. */
interface ParkedLine {
  readonly project: string
  readonly eventId?: string | undefined
  readonly received: Instant
  readonly error: string
}

/** One message to one destination. */
export interface DeliveryLine {
  readonly id: number
  /** The rule that fired, or what kind of message it is. */
  readonly about: string
  /** An address or a destination's name. Empty when nobody had an address. */
  readonly recipient: string
  /** The destination's page; absent for mails. */
  readonly recipientHref?: string | undefined
  readonly state: DeliveryView['row']['state']
  readonly reason?: string | undefined
  readonly createdAt: Instant
  readonly nextAt: Instant
  readonly shortId?: string | undefined
  readonly title?: string | undefined
  readonly attempts: readonly {
    readonly at: Instant
    readonly ok: boolean
    readonly detail: string
    readonly ms: number
  }[]
}

const days = 7

const gaugeNames: Readonly<Record<string, string>> = {
  accepted: 'Requests accepted since the start',
  pendingEntries: 'Requests waiting to be digested',
  pendingBytes: 'Bytes waiting to be digested',
  freeDiskBytes: 'Free disk',
}
const deliveriesShown = 100

const meanings: ReadonlyMap<string, string> = new Map(
  discardReasons.map(({ reason, description }) => [reason, description]),
)

/** Returns the usage of the last seven days and the last hundred deliveries. */
export async function usageView(ctx: PageContext): Promise<UsageView> {
  const { reads, ingest, config } = ctx.deps
  const [outcomes, sessions, parked, deliveries, destinations, gauges] = await Promise.all([
    reads.outcomes(ctx.scope, ctx.now - days * dayMs),
    reads.sessionsOfReleases(ctx.scope, ctx.now - days * dayMs),
    reads.parked(ctx.scope),
    reads.deliveries(ctx.scope, deliveriesShown),
    reads.destinations(ctx.scope),
    ingest.gauges(),
  ])
  const slugs = new Map(ctx.projects.map((project) => [project.id, project.slug]))
  const nameOf = (projectId: number): string => slugs.get(projectId) ?? String(projectId)
  return {
    now: ctx.now,
    days,
    accepted: outcomes
      .filter((count) => isAccepted(count) && eventCategories.has(count.category))
      .reduce((sum, { quantity }) => sum + quantity, 0),
    outcomes: outcomes
      .filter((count) => !isAccepted(count))
      .toSorted((a, b) => b.quantity - a.quantity)
      .map((count) => toOutcomeLine(count, nameOf(count.projectId))),
    sessions: sessions.flatMap((each) => toSessionLine(each, nameOf(each.projectId)) ?? []),
    parked: parked.map(({ projectId, eventId, received, error }) => ({
      project: nameOf(projectId),
      eventId,
      received,
      error,
    })),
    deliveries: deliveries.map((delivery) => toDeliveryLine(delivery, destinations)),
    mail: config.mail,
    retentionDays: config.retentionDays,
    gauges: Object.entries(gauges).map(([name, value]) => toGauge(name, value)),
  }
}

function toGauge(name: string, value: number): UsageView['gauges'][number] {
  return {
    name: gaugeNames[name] ?? name,
    value: name.endsWith('Bytes') ? formatBytes(value) : formatCount(value),
  }
}

function formatBytes(bytes: number): string {
  return bytes < 1e9 ? formatSize(bytes) : `${(bytes / 1e9).toFixed(1)} GB`
}

/** What people send events for; client reports and the like are accepted too, but are no events. */
const eventCategories: ReadonlySet<DataCategory> = new Set(['error', 'default', 'security', 'feedback'])

function isAccepted(count: OutcomeCount): boolean {
  return count.reason === 'accepted'
}

function toOutcomeLine({ source, reason, category, quantity }: OutcomeCount, project: string): OutcomeLine {
  const meaning =
    source === 'sdk' ? 'The SDK dropped it before sending and told us so.' : (meanings.get(reason) ?? '')
  return { project, source, reason, meaning, category, quantity }
}

const messageKinds = { resolved: 'resolved', digest: 'digest', weekly: 'weekly report' } as const

function recipientOf(
  { destination }: DeliveryView['row'],
  destinations: readonly Pick<Destination, 'id' | 'name'>[],
): Pick<DeliveryLine, 'recipient' | 'recipientHref'> {
  if (destination.kind === 'mail') return { recipient: destination.address }
  const found = destinations.find(({ id }) => id === destination.destinationId)
  if (found === undefined) return { recipient: 'a destination that was removed' }
  return { recipient: found.name, recipientHref: `/alerts/destinations/${found.id}` }
}

function toDeliveryLine(
  { row, reason, attempts, issueShortId, issueTitle }: DeliveryView,
  destinations: readonly Pick<Destination, 'id' | 'name'>[],
): DeliveryLine {
  return {
    id: row.id,
    about: row.message.kind === 'alert' ? row.message.alert.ruleName : messageKinds[row.message.kind],
    ...recipientOf(row, destinations),
    state: row.state,
    reason,
    createdAt: row.createdAt,
    nextAt: row.nextAt,
    shortId: issueShortId,
    title: issueTitle,
    attempts: attempts.map(({ at, ok, detail, ms }) => ({ at, ok, detail, ms })),
  }
}
