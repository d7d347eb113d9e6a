import type { Instant } from '../domain/instant.ts'

/** One request at the ingest endpoints, as the connect page shows it. */
export interface IngestLogEntry {
  /** Counts up; a reader asks for what came after the last it saw. */
  readonly seq: number
  readonly at: Instant
  readonly projectId?: number | undefined
  /** The project id in the path, as sent: it may be no project of ours. At most 40 characters. */
  readonly pathProject: string
  readonly endpoint: string
  readonly client?: string | undefined
  readonly status: number
  readonly bytes: number
  readonly eventId?: string | undefined
  /** What came: item types in order, each once; `event`, `session`, `transaction` ... */
  readonly items: readonly string[]
  /** Why it was refused, or why parts were dropped later; absent when all was well. */
  readonly reason?: string | undefined
  /** The DSN we understood, to compare with the one in the application. */
  readonly dsnSeen?: string | undefined
}

/** What pages and metrics ask of the ingest thread. */
export interface IngestStatus {
  /** The last 50, newest first, of the projects in scope and of requests that belong to no project. */
  recent(): Promise<readonly IngestLogEntry[]>
  /** Hands a policy report about the tracker's own pages to the internal project, within its budget. */
  reportPolicy(body: Uint8Array, contentType: string): Promise<'accepted' | 'over-budget'>
  gauges(): Promise<Readonly<Record<string, number>>>
}

/** An error of the tracker's own as plain data, so that every thread can tell it. */
export interface OwnError {
  /** 32 hex digits: the id of its event, and what the person who ran into it is shown. */
  readonly reference: string
  /** What failed: `GET /issues`, `digest.commit`. */
  readonly where: string
  /** Whether somebody waits for the answer and was shown the reference. */
  readonly isAnswer: boolean
  readonly name: string
  readonly message: string
  readonly stack: string
  /** What it was caused by, the nearest first. At most 5. */
  readonly causes: readonly { readonly name: string; readonly message: string; readonly stack: string }[]
}
