import { intervalMs } from '../../domain/alert-window.ts'
import type { FingerprintedEvent } from '../../domain/digest-plan.ts'
import type { SessionMinute } from '../../domain/session-count.ts'
import { SessionSeries } from '../../domain/session-series.ts'
import type { Instant } from '../../domain/instant.ts'
import type { AlertMemory, WindowQuestion } from './rule-context.ts'

interface Seen {
  readonly at: Instant
  readonly environment?: string | undefined
  readonly user?: string | undefined
}

/**
 * Returns a memory that keeps every event it is shown, oldest first, and knows all sessions from the beginning: for
 * trying a rule on the past. The sessions are those of the environment that the rule asks about.
 */
export function createPastMemory(sessions: readonly SessionMinute[] = []): AlertMemory {
  const series = new SessionSeries(0)
  for (const { minute, started } of sessions) series.add(minute, started)
  const issues = new Map<number, Seen[]>()
  const environments = new Set<string>()
  const releases: string[] = []
  let isNewInEnvironment = false

  function count({ of, issueId, environment, interval, before, until }: WindowQuestion): number {
    const end = until - (before === undefined ? 0 : intervalMs(before))
    const begin = end - intervalMs(interval)
    const users = new Set<string>()
    let events = 0
    const all = issues.get(issueId) ?? []
    for (let index = all.length - 1; index >= 0; index -= 1) {
      const seen = all[index]
      if (!seen || seen.at <= begin) break
      if (seen.at > end || (environment !== undefined && seen.environment !== environment)) continue
      events += 1
      if (seen.user !== undefined) users.add(seen.user)
    }
    return of === 'events' ? events : users.size
  }

  return {
    see({ received, environment, userKey, release }: FingerprintedEvent, { issueId }) {
      const own = issues.get(issueId) ?? []
      issues.set(issueId, own)
      own.push({ at: received, environment, user: userKey })
      const sight = `${issueId} ${environment}`
      isNewInEnvironment = !environments.has(sight)
      environments.add(sight)
      if (release !== undefined && !releases.includes(release)) releases.push(release)
    },
    seeSessions() {},
    count,
    sessionsOfHour: ({ until }) => series.ofHour(until),
    isNewInEnvironment: () => isNewInEnvironment,
    isLatestRelease: (_, release) => releases.at(-1) === release,
  }
}
