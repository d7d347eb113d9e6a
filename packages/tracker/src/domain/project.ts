import type { Instant } from './instant.ts'

/** The one organisation of an installation, by its slug in API paths. */
export const organisationSlug = 'culprit'

/** One application (or part of one) that reports here. */
export interface Project {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly createdAt: Instant
  /** The tracker's own errors and policy reports go to the internal project; it mails nobody. */
  readonly internal: boolean
}

/** A client key: the public half of a DSN. */
export interface ProjectKey {
  readonly projectId: number
  /** 32 lowercase hex digits. */
  readonly publicKey: string
  readonly enabled: boolean
  /** Events a minute this key may send; undefined for the configured default. */
  readonly eventsPerMinute?: number | undefined
}

export interface Member {
  readonly userId: number
  readonly email: string
}

/** What digest and ingest know of the installation: small, kept in memory, replaced whole when it changes. */
export interface Directory {
  readonly projects: readonly Project[]
  readonly keys: readonly ProjectKey[]
  /** Members with an address; a person without one gets no mail, and the page says so. */
  readonly members: readonly Member[]
}
