import type { Clock } from '../domain/instant.ts'
import type { TestDestination } from '../notify/test-destination.ts'
import type { TestMail } from '../notify/test-mail.ts'
import type { Commands } from '../ports/commands.ts'
import type { IngestStatus } from '../ports/ingest-status.ts'
import type { LiveSource } from '../ports/live.ts'
import type { ReadModels } from '../ports/read-models.ts'
import type { Assets } from './assets.ts'

/** What pages and API need of the outside; `main/` puts it together. */
export interface WebDeps {
  readonly reads: ReadModels
  readonly commands: Commands
  readonly ingest: IngestStatus
  readonly live: LiveSource
  readonly clock: Clock
  readonly config: WebConfig
  readonly assets: Assets
  /** Signs and checks links in mails. */
  readonly mailLinkKey: Uint8Array
  readonly testDestination: TestDestination
  readonly testMail: TestMail
  /** Answers what lies under `/api/0/`. */
  readonly api: (request: Request) => Promise<Response>
  /** Returns n bytes nobody can guess. */
  readonly random: (length: number) => Uint8Array
  /** Reports an error of the tracker's own, and returns the reference it is found under. Must not throw. */
  readonly reportError: (error: unknown, where: string) => string
}

/** The part of the configuration that pages and API show or obey. */
export interface WebConfig {
  /** Where people and SDKs reach the tracker, without a trailing slash: `https://errors.example.org`. */
  readonly baseUrl: string
  /** SHA-256 of CULPRIT_API_TOKEN, hex. */
  readonly apiTokenHash?: string | undefined
  readonly mail: 'configured' | 'off'
  /** True when only this machine can reach the tracker: then the one-time link signs in without a password. */
  readonly loopback: boolean
  readonly retentionDays: number
  readonly version: string
}
