import type { Instant } from './instant.ts'

/** The services besides mail that an alert can go to. */
export const channelKinds = [
  'webhook',
  'slack',
  'discord',
  'teams',
  'mattermost',
  'telegram',
  'ntfy',
  'pagerduty',
] as const

export type ChannelKind = (typeof channelKinds)[number]

/** What a destination was set up with, by field of its channel: `{ url: 'https://hooks.slack.com/...' }`. Holds secrets. */
export type ChannelSettings = Readonly<Record<string, string>>

/** One place of one project that alerts can go to: a Slack channel, a URL. */
export interface Destination {
  readonly id: number
  readonly projectId: number
  readonly kind: ChannelKind
  /** What people call it, at most 64 characters. */
  readonly name: string
  /** Undefined when what is stored cannot be read with the key of this data directory: it must be entered again. */
  readonly settings: ChannelSettings | undefined
  readonly createdAt: Instant
  readonly health: DestinationHealth
}

/** How deliveries to a destination went of late. */
export interface DestinationHealth {
  /** Attempts that failed since the last that succeeded. */
  readonly failures: number
  /** Deliveries given up since the last that succeeded: refused for good, or all their retries used. */
  readonly lost: number
  readonly lastOkAt?: Instant | undefined
  readonly lastFailedAt?: Instant | undefined
  /** Why the last attempt failed, one sentence without secrets. */
  readonly lastProblem?: string | undefined
  /** Since then nothing is sent, until somebody switches it on again. */
  readonly disabledAt?: Instant | undefined
  /** The service asked for silence until then (`Retry-After`). */
  readonly pausedUntil?: Instant | undefined
}

export type DestinationState = 'working' | 'untried' | 'failing' | 'disabled'

/** What an attempt to deliver came to. `retry` will be tried again, `failed` will not. */
export type AttemptOutcome = 'delivered' | 'retry' | 'failed'

/** After so many failed attempts in a row a banner stands on every page. */
export const failingAfter = 3

/**
 * After so many deliveries given up in a row the destination is switched off. Deliveries count and not attempts: a
 * flood of alerts during two minutes of outage fails many attempts, but gives none up.
 */
export const disabledAfter = 10

export const untried: DestinationHealth = { failures: 0, lost: 0 }

/** Returns the health after an attempt. Tests count like alerts, but do not switch a destination off. */
export function healthAfter(
  health: DestinationHealth,
  attempt: {
    readonly at: Instant
    readonly outcome: AttemptOutcome
    readonly problem?: string | undefined
    readonly pausedUntil?: Instant | undefined
    readonly test: boolean
  },
): DestinationHealth {
  const { at, outcome, problem, pausedUntil, test } = attempt
  if (outcome === 'delivered')
    return { ...untried, lastOkAt: at, lastFailedAt: health.lastFailedAt, disabledAt: health.disabledAt }
  const lost = health.lost + (outcome === 'failed' && !test ? 1 : 0)
  return {
    ...health,
    failures: health.failures + 1,
    lost,
    lastFailedAt: at,
    lastProblem: problem,
    disabledAt: health.disabledAt ?? (lost >= disabledAfter ? at : undefined),
    pausedUntil,
  }
}

/** Returns the one word for a destination's health. */
export function destinationState(health: DestinationHealth): DestinationState {
  if (health.disabledAt !== undefined) return 'disabled'
  if (health.failures >= failingAfter) return 'failing'
  return health.lastOkAt === undefined && health.failures === 0 ? 'untried' : 'working'
}

/** Returns whether a channel opens something that resolving the issue closes again. */
export function keepsIncidents(kind: ChannelKind): boolean {
  return kind === 'pagerduty' || kind === 'webhook'
}

/** Returns the kind that a text names, or undefined. */
export function toChannelKind(text: string): ChannelKind | undefined {
  return channelKinds.find((kind) => kind === text)
}
