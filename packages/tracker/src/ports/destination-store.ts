import type { AttemptOutcome, ChannelKind, ChannelSettings, Destination } from '../domain/destination.ts'
import type { Instant } from '../domain/instant.ts'
import type { ProjectScope } from './project-scope.ts'

/** Attempts kept for one destination; the oldest go first. */
export const maxAttemptsKept = 100

/** Destinations of one project at most. */
export const maxDestinations = 100

/** One request to a destination and what came of it. Secrets are masked in every text. */
export interface DestinationAttempt {
  readonly destinationId: number
  readonly at: Instant
  readonly kind: 'fired' | 'resolved' | 'test'
  readonly outcome: AttemptOutcome
  /** Absent when there was no answer. */
  readonly status?: number | undefined
  readonly ms: number
  /** Why it failed, one sentence of at most 500 characters. */
  readonly problem?: string | undefined
  /** As sent; the body at most 16 KiB. */
  readonly request: {
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }
  /** What came back, at most 4 KiB. */
  readonly answer?: string | undefined
  /** When the service wants to be left alone until. */
  readonly pausedUntil?: Instant | undefined
  /** Which attempt of its delivery it was, from 1. */
  readonly number: number
  /** The outbox row; absent for tests. */
  readonly outboxId?: number | undefined
  readonly issueId?: number | undefined
  readonly ruleName: string
}

/** What the deliverer asks of the writing side. */
export interface DestinationStore {
  /** Undefined when it was removed. */
  destination(id: number): Promise<Destination | undefined>
  /** Adds to the delivery log and moves the destination's health, in one transaction. */
  recordAttempt(attempt: DestinationAttempt): Promise<void>
}

/** What pages and API change. Each is one transaction. */
export interface DestinationCommands {
  /** `full`: the project has as many as it may. */
  addDestination(input: NewDestination): Promise<{ readonly id: number } | 'full'>
  /** New settings start with a clean health. */
  changeDestination(input: DestinationChange): Promise<'done' | 'not-found'>
  /** Removes the delivery log with it. */
  removeDestination(input: DestinationName): Promise<'done' | 'not-found'>
  recordDestinationAttempt(input: {
    readonly scope: ProjectScope
    readonly channel: ChannelKind
    readonly attempt: DestinationAttempt
  }): Promise<'done' | 'not-found'>
  /** Makes a delivery that failed, or waits for its next try, due now. */
  retryDelivery(input: {
    readonly scope: ProjectScope
    readonly outboxId: number
    readonly now: Instant
  }): Promise<'done' | 'not-found'>
  /** Makes the messages that wait for a destination due now: those that came while it was switched off. */
  sendHeld(input: DestinationName & { readonly now: Instant }): Promise<{ readonly messages: number }>
}

interface NewDestination {
  readonly projectId: number
  readonly kind: ChannelKind
  readonly name: string
  readonly settings: ChannelSettings
  readonly now: Instant
}

interface DestinationName {
  readonly scope: ProjectScope
  readonly id: number
}

export interface DestinationChange extends DestinationName {
  readonly name?: string | undefined
  readonly settings?: ChannelSettings | undefined
  /** False switches it off, true on again. */
  readonly enabled?: boolean | undefined
  readonly now: Instant
}

/** What pages and API read. */
export interface DestinationReads {
  /** By name. Settings hold secrets: mask them before anything is shown. */
  destinations(scope: ProjectScope): Promise<readonly Destination[]>
  destination(scope: ProjectScope, id: number): Promise<Destination | undefined>
  /** Messages that wait because the destination is or was switched off. */
  heldMessages(scope: ProjectScope, id: number): Promise<number>
  /** Newest first. */
  destinationAttempts(scope: ProjectScope, id: number): Promise<readonly LoggedAttempt[]>
}

/** An attempt as the log shows it. */
export interface LoggedAttempt extends DestinationAttempt {
  readonly id: number
  readonly issueShortId?: string | undefined
  /** True when the delivery was given up and may be tried again by hand. */
  readonly retryable: boolean
}
