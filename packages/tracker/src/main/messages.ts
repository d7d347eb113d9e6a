import type { MessagePort } from 'node:worker_threads'
import type { Config } from '../config/config.ts'
import type { AttemptOutcome, ChannelKind } from '../domain/destination.ts'
import type { AlertTally } from '../domain/alert.ts'
import type { EntryCount, Lane, OutcomeCount, SpoolPosition } from '../domain/digest-plan.ts'
import type { Instant } from '../domain/instant.ts'
import type { Directory } from '../domain/project.ts'
import type { OwnError } from '../ports/ingest-status.ts'
import type { LiveNotice } from '../ports/live.ts'
import type { SpoolEnd } from '../ports/spool.ts'

/** What each thread is started with. Ports are transferred. */
export interface WriterStart {
  readonly config: Config
  readonly decoders: number
  /** Remote calls to `Commands`, one port a caller. */
  readonly commandPorts: readonly MessagePort[]
}

export interface PagesStart {
  readonly config: Config
  readonly commands: MessagePort
  readonly ingest: MessagePort
  readonly pages: MessagePort
}

export interface DecoderStart {
  readonly dataDir: string
  readonly storeAttachments: boolean
}

/** From the main thread to the writer. */
export type ToWriter =
  | { readonly kind: 'base-url'; readonly baseUrl: string }
  | { readonly kind: 'end'; readonly end: SpoolEnd }
  | { readonly kind: 'outcomes'; readonly counts: readonly OutcomeCount[]; readonly at: Instant }
  | { readonly kind: 'close' }

/** From the writer to the main thread. */
export type FromWriter =
  | { readonly kind: 'ready'; readonly directory: Directory; readonly sessionProjects: readonly number[] }
  | { readonly kind: 'directory'; readonly directory: Directory }
  /** Alert rules changed: which projects have one that asks for sessions. */
  | { readonly kind: 'rules'; readonly sessionProjects: readonly number[] }
  /** Everything before `upTo` is durable in the store: raw segments before it may go. */
  | { readonly kind: 'released'; readonly lane: Lane; readonly upTo: SpoolPosition }
  | { readonly kind: 'digested'; readonly progress: DigestProgress }
  | ({ readonly kind: 'delivered' } & DeliveredNote)
  /** What became of fires since the last time. */
  | { readonly kind: 'alerted'; readonly tally: AlertTally }
  | { readonly kind: 'own-error'; readonly report: OwnError }
  | { readonly kind: 'closed' }

/** An attempt to deliver an alert, for metrics. `held`: it could not even be tried. */
export interface DeliveredNote {
  readonly channel: ChannelKind | 'mail'
  readonly outcome: AttemptOutcome | 'held'
}

/** What a commit did, for metrics, admission and pages. */
export interface DigestProgress {
  readonly events: number
  /** What of the spool was digested: it waits no longer. */
  readonly entries: readonly EntryCount[]
  readonly outcomes: readonly OutcomeCount[]
  readonly notice?: LiveNotice | undefined
}

/** From the main thread to the thread that serves pages. */
export type ToPageThread =
  | { readonly kind: 'open'; readonly baseUrl: string }
  | { readonly kind: 'live'; readonly notice: LiveNotice }
  | { readonly kind: 'close' }

export type FromPageThread =
  | {
      readonly kind: 'ready'
      readonly ownerExists: boolean
      readonly ownerHasPassword: boolean
      readonly dsnKey: string | undefined
    }
  | { readonly kind: 'own-error'; readonly report: OwnError }
  | { readonly kind: 'closed' }
