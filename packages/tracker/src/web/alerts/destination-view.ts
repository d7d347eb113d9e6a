import {
  destinationState,
  disabledAfter,
  type ChannelKind,
  type Destination,
  type DestinationState,
} from '../../domain/destination.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Channel, ChannelField } from '../../notify/channels/channel.ts'
import { channelOf, channels } from '../../notify/channels/channels.ts'
import { maskSettings } from '../../notify/channels/mask-settings.ts'
import type { DestinationAttempt, LoggedAttempt } from '../../ports/destination-store.ts'
import type { PageContext } from '../context.ts'

/** A destination as pages show it; its secrets are masked. */
export interface DestinationItem {
  readonly id: number
  readonly kind: ChannelKind
  readonly channel: string
  readonly name: string
  readonly project: string
  readonly href: string
  /** What people know it by: a host, a chat, a topic. */
  readonly place: string
  readonly state: DestinationState | 'unreadable'
  readonly failures: number
  readonly lost: number
  /** Deliveries given up in a row that switch a destination off. */
  readonly disabledAfter: number
  readonly lastOkAt?: Instant | undefined
  readonly lastFailedAt?: Instant | undefined
  readonly lastProblem?: string | undefined
  readonly disabledAt?: Instant | undefined
  readonly pausedUntil?: Instant | undefined
  /** Rules that send here. */
  readonly rules: readonly { readonly id: number; readonly name: string }[]
}

/** What the list of destinations shows. */
export interface DestinationListView {
  readonly now: Instant
  readonly mail: 'configured' | 'off'
  readonly destinations: readonly DestinationItem[]
  readonly channels: readonly { readonly kind: ChannelKind; readonly title: string }[]
  /** True when there is more than one project to tell apart. */
  readonly severalProjects: boolean
}

/** What the page of one destination shows. */
export interface DestinationDetailView {
  readonly now: Instant
  readonly destination: DestinationItem
  /** By field; secrets by their end. */
  readonly settings: Readonly<Record<string, string>>
  readonly fields: readonly ChannelField[]
  /** Messages that wait because the destination is or was switched off. */
  readonly held: number
  /** Newest first, at most 100. */
  readonly attempts: readonly LoggedAttempt[]
}

/** What the form of a new destination asks for. */
export interface NewDestinationView {
  readonly kind: ChannelKind
  readonly title: string
  readonly fields: readonly Omit<ChannelField, 'pattern'>[]
}

/** Returns what the form of a new destination asks for. */
export function newDestinationView({ kind, title, fields }: Channel): NewDestinationView {
  return { kind, title, fields: fields.map(({ pattern: _pattern, ...field }) => field) }
}

/** Reads the list of destinations. */
export async function readDestinationList(ctx: PageContext): Promise<DestinationListView> {
  const { reads, config } = ctx.deps
  const scope = visibleScope(ctx)
  const [destinations, rules] = await Promise.all([reads.destinations(scope), reads.alertRules(scope)])
  return {
    now: ctx.now,
    mail: config.mail,
    destinations: destinations.map((each) => destinationItem(ctx, each, rules)),
    channels: channels.map(({ kind, title }) => ({ kind, title })),
    severalProjects: scope.length > 1,
  }
}

/** Reads one destination with its log; undefined when there is none with this id in scope. */
export async function readDestination(
  ctx: PageContext,
  idText: string,
): Promise<{ readonly found: Destination; readonly view: DestinationDetailView } | undefined> {
  const scope = visibleScope(ctx)
  const { reads } = ctx.deps
  const found = /^[1-9]\d{0,14}$/.test(idText) ? await reads.destination(scope, Number(idText)) : undefined
  if (found === undefined) return undefined
  const [attempts, held, rules] = await Promise.all([
    reads.destinationAttempts(scope, found.id),
    reads.heldMessages(scope, found.id),
    reads.alertRules(scope),
  ])
  const channel = channelOf(found.kind)
  const view: DestinationDetailView = {
    now: ctx.now,
    destination: destinationItem(ctx, found, rules),
    settings: maskSettings(channel, found.settings ?? {}),
    fields: channel.fields,
    held,
    attempts,
  }
  return { found, view }
}

/** The internal project tells nobody, so its alerts are not shown. */
export function visibleScope(ctx: PageContext): readonly number[] {
  return ctx.projects.filter(({ internal }) => !internal).map(({ id }) => id)
}

type Rules = Awaited<ReturnType<PageContext['deps']['reads']['alertRules']>>

/** Returns a destination as pages show it. */
function destinationItem(ctx: PageContext, destination: Destination, rules: Rules): DestinationItem {
  const { id, kind, name, health, settings, projectId } = destination
  return {
    id,
    kind,
    channel: channelOf(kind).title,
    name,
    project: ctx.projects.find((project) => project.id === projectId)?.slug ?? String(projectId),
    href: `/alerts/destinations/${id}`,
    place: settings === undefined ? '' : placeOf(destination),
    state: settings === undefined ? 'unreadable' : destinationState(health),
    failures: health.failures,
    lost: health.lost,
    disabledAfter,
    lastOkAt: health.lastOkAt,
    lastFailedAt: health.lastFailedAt,
    lastProblem: health.lastProblem,
    disabledAt: health.disabledAt,
    pausedUntil: health.pausedUntil,
    rules: rules
      .filter(({ actions }) => actions.some((each) => each.kind === 'channel' && each.destinationId === id))
      .map((rule) => ({ id: rule.id, name: rule.name })),
  }
}

function placeOf({ kind, settings = {} }: Destination): string {
  const shown = maskSettings(channelOf(kind), settings)
  if (kind === 'telegram') return `chat ${shown['chat'] ?? ''}`
  if (kind === 'ntfy') return `${hostOf(shown['server']) ?? 'ntfy.sh'}/${shown['topic'] ?? ''}`
  return hostOf(shown['url']) ?? (kind === 'pagerduty' ? 'events.pagerduty.com' : '')
}

function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : undefined
}

/** What a test came to, for the page and for its script. */
export interface TestView {
  readonly attempt: DestinationAttempt
}
