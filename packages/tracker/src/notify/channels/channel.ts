import type { ChannelKind, ChannelSettings } from '../../domain/destination.ts'
import type { Instant } from '../../domain/instant.ts'
import type { AlertContent } from '../alert-content.ts'

/** A service that alerts can go to: what it must be told, and how an alert becomes a request to it. */
export interface Channel {
  readonly kind: ChannelKind
  /** As people write it: `PagerDuty`. */
  readonly title: string
  readonly fields: readonly ChannelField[]
  /**
   * Returns the request for an alert, or undefined when the service has no use for one of this kind. Pure. Settings
   * have been checked against `fields`.
   */
  toRequest(
    facts: AlertContent,
    settings: ChannelSettings,
    context: RequestContext,
  ): ChannelRequest | undefined
}

/** One thing that a destination is set up with, as the form shows it. */
export interface ChannelField {
  readonly name: string
  readonly label: string
  /** `secret` is never shown again; `secret-url` only up to its host; both are masked in the delivery log. */
  readonly type: 'url' | 'secret-url' | 'secret' | 'text'
  readonly required: boolean
  /** What to enter and where to find it. */
  readonly hint: string
  /** What an empty field means. */
  readonly fallback?: string | undefined
  /** Must match; `problem` says what is expected. */
  readonly pattern?: { readonly regex: RegExp; readonly problem: string } | undefined
}

interface RequestContext {
  /** The same for each attempt of one delivery, so that a receiver can drop what it has seen. */
  readonly deliveryId: string
  readonly at: Instant
}

/** A POST request, ready to be sent. */
export interface ChannelRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Returns a request with a JSON body. */
export function jsonRequest(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ChannelRequest {
  return { url, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}
