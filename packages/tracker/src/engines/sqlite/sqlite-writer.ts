import type { Instant } from '../../domain/instant.ts'
import type { AlertStore } from '../../ports/alert-store.ts'
import type { Commands } from '../../ports/commands.ts'
import type { DestinationStore } from '../../ports/destination-store.ts'
import type { DigestStore } from '../../ports/digest-store.ts'
import type { OutboxStore } from '../../ports/outbox-store.ts'

/** The one writing connection of a data directory, with everything that changes it. */
export interface SqliteWriter {
  readonly digest: DigestStore
  readonly alerts: AlertStore
  readonly outbox: OutboxStore
  readonly destinations: DestinationStore
  readonly commands: Commands
  /** Makes the first projects, keys and owner; changes nothing where they exist. */
  provision(input: ProvisionInput): Promise<void>
  /** Moves what the write-ahead log holds into the database file; short, since it waits for no reader. */
  checkpoint(): void
  /** Flushes counters, checkpoints and closes all files. */
  close(): Promise<void>
}

/** What the first start may be told; all of it is ignored later. */
export interface ProvisionInput {
  readonly now: Instant
  /** 32 lowercase hex digits: the public key of project 1. */
  readonly dsnKey?: string | undefined
  /** Makes a public key where none is given. */
  readonly newKey: () => string
  readonly adminEmail?: string | undefined
  /** Self-describing; with it the owner counts as claimed and no set-up link is needed. */
  readonly adminPasswordHash?: string | undefined
}
