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
  /** Hands an error of the tracker's own to the internal project, within its budget. */
  reportOwnError(report: OwnError): Promise<void>
  /** Hands a policy report about the tracker's own pages to the internal project, within its budget. */
  reportPolicy(body: Uint8Array, contentType: string): Promise<'accepted' | 'over-budget'>
  gauges(): Promise<Readonly<Record<string, number>>>
}

export interface OwnError {
  readonly where: string
  readonly name: string
  readonly message: string
  readonly stack: string
}
