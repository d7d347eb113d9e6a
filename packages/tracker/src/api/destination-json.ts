import { destinationState, type Destination } from '../domain/destination.ts'
import type { Instant } from '../domain/instant.ts'
import { channelOf } from '../notify/channels/channels.ts'
import { maskSettings } from '../notify/channels/mask-settings.ts'
import type { DestinationAttempt, LoggedAttempt } from '../ports/destination-store.ts'

/** Returns a destination as served: secrets only by their last characters. */
export function destinationJson(destination: Destination): object {
  const { id, kind, name, settings, createdAt, health } = destination
  return {
    id: String(id),
    type: kind,
    name,
    settings: settings === undefined ? null : maskSettings(channelOf(kind), settings),
    state: settings === undefined ? 'unreadable' : destinationState(health),
    failures: health.failures,
    lost: health.lost,
    lastOk: dateOrNull(health.lastOkAt),
    lastFailed: dateOrNull(health.lastFailedAt),
    lastProblem: health.lastProblem ?? null,
    disabled: dateOrNull(health.disabledAt),
    dateCreated: new Date(createdAt).toISOString(),
  }
}

/** Returns an attempt as served; its texts hold no secrets. */
export function attemptJson(attempt: DestinationAttempt | LoggedAttempt): object {
  return {
    ...('id' in attempt
      ? {
          id: String(attempt.id),
          issue: attempt.issueShortId ?? null,
          delivery: attempt.outboxId === undefined ? null : String(attempt.outboxId),
          retryable: attempt.retryable,
        }
      : {}),
    date: new Date(attempt.at).toISOString(),
    kind: attempt.kind,
    rule: attempt.ruleName,
    attempt: attempt.number,
    outcome: attempt.outcome,
    status: attempt.status ?? null,
    ms: attempt.ms,
    problem: attempt.problem ?? null,
    request: { method: 'POST', ...attempt.request },
    answer: attempt.answer ?? null,
  }
}

function dateOrNull(at: Instant | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString()
}
