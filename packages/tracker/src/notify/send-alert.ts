import type { Destination } from '../domain/destination.ts'
import type { Clock } from '../domain/instant.ts'
import type { DestinationAttempt } from '../ports/destination-store.ts'
import type { AddressGuard } from './address-guard.ts'
import type { AlertContent } from './alert-content.ts'
import type { ChannelRequest } from './channels/channel.ts'
import { channelOf } from './channels/channels.ts'
import { createMask, filtered } from './channels/mask-settings.ts'
import { sendRequest, type Answer, type SendOptions } from './send-request.ts'
import { verdictOf, verdictOnError, type Verdict } from './verdict.ts'

export interface SendAlertDeps {
  readonly guard: AddressGuard
  readonly now: Clock
  readonly monotonic: () => number
  readonly userAgent: string
  /** @default 10 s */
  readonly timeoutMs?: number | undefined
  readonly resolve?: SendOptions['resolve']
}

/** One alert on its way to one destination. */
export interface AlertDelivery {
  readonly destination: Destination
  readonly content: AlertContent
  /** The same for each attempt of one delivery. */
  readonly deliveryId: string
  /** Which attempt this is, from 1. */
  readonly number: number
  readonly outboxId?: number | undefined
}

/** An attempt for the log, with how long the service asked to be left alone. */
export interface SentAlert {
  readonly attempt: DestinationAttempt
  readonly retryAfterMs?: number | undefined
}

const max = { body: 16 * 1024, answer: 4 * 1024, problem: 500 }

/**
 * Sends an alert to its destination once and returns what came of it, secrets masked; never rejects. Undefined when the
 * channel has no message for this kind of alert: then there is nothing to do.
 */
export async function sendAlert(
  delivery: AlertDelivery,
  deps: SendAlertDeps,
  signal: AbortSignal,
): Promise<SentAlert | undefined> {
  const { destination, content, deliveryId } = delivery
  const at = deps.now()
  const channel = channelOf(destination.kind)
  if (destination.settings === undefined) return unreadable(delivery, at)
  const request = channel.toRequest(content, destination.settings, { deliveryId, at })
  if (request === undefined) return undefined
  const mask = createMask(channel, destination.settings)
  const began = deps.monotonic()
  const { verdict, answer } = await converse(request, deps, signal)
  const { retryAfterMs, problem } = verdict
  return {
    retryAfterMs,
    attempt: {
      ...about(delivery),
      at,
      outcome: verdict.outcome,
      status: answer?.status,
      ms: Math.max(0, Math.round(deps.monotonic() - began)),
      problem: problem === undefined ? undefined : mask(problem).slice(0, max.problem),
      request: shownRequest(request, deps.userAgent, mask),
      answer: answer && mask(answer.body).slice(0, max.answer),
      pausedUntil: retryAfterMs === undefined ? undefined : deps.now() + retryAfterMs,
    },
  }
}

async function converse(
  request: ChannelRequest,
  deps: SendAlertDeps,
  signal: AbortSignal,
): Promise<{ readonly verdict: Verdict; readonly answer?: Answer }> {
  try {
    const { guard, timeoutMs, userAgent, resolve } = deps
    const answer = await sendRequest(request, { guard, timeoutMs, userAgent, resolve, signal })
    return { verdict: verdictOf(answer, deps.now()), answer }
  } catch (error) {
    return { verdict: verdictOnError(error) }
  }
}

function about({
  destination,
  content,
  number,
  outboxId,
}: AlertDelivery): Pick<
  DestinationAttempt,
  'destinationId' | 'kind' | 'number' | 'outboxId' | 'issueId' | 'ruleName'
> {
  return {
    destinationId: destination.id,
    kind: content.kind,
    number,
    outboxId,
    issueId: content.kind === 'test' ? undefined : content.issue?.id,
    ruleName: content.rule.name,
  }
}

function unreadable(delivery: AlertDelivery, at: number): SentAlert {
  return {
    attempt: {
      ...about(delivery),
      at,
      outcome: 'failed',
      ms: 0,
      problem:
        'What this destination was set up with cannot be read: secret.key of the data directory is another one. Enter it again',
      request: { url: '', headers: {}, body: '' },
    },
  }
}

/** The request as sent, but for the secrets. */
function shownRequest(
  { url, headers, body }: ChannelRequest,
  userAgent: string,
  mask: (text: string) => string,
): DestinationAttempt['request'] {
  const { origin } = new URL(URL.canParse(url) ? url : 'http://invalid')
  const path = mask(url.slice(origin.length))
  const sent = { ...headers, 'user-agent': userAgent }
  return {
    url: `${origin}${path.startsWith(filtered) ? `/${path}` : path}`,
    headers: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, mask(value)])),
    body: mask(body).slice(0, max.body),
  }
}
