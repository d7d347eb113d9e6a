import type { Instant } from '../../domain/instant.ts'

/** What is known of an event besides its payload: from the envelope's header and from the request that brought it. */
export interface EventFacts {
  readonly projectId: number
  /** 32 lowercase hex digits. */
  readonly eventId: string
  readonly received: Instant
  /** When the client says it sent the envelope. */
  readonly sentAt?: Instant | undefined
  readonly clientIp?: string | undefined
  readonly userAgent?: string | undefined
  /** `name/version` of the SDK, from the credentials. */
  readonly client?: string | undefined
}
