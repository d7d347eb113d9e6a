import type { FingerprintedEvent } from '../../domain/digest-plan.ts'
import { hourMs, minuteOf } from '../../domain/instant.ts'
import type { SessionCount } from '../../domain/session-count.ts'
import { SessionSeries } from '../../domain/session-series.ts'
import type { WindowStore } from '../../ports/window-store.ts'
import { createLruMap, type LruMap } from './lru-map.ts'
import type { SessionQuestion } from './rule-context.ts'
import type { RuleBook } from './rule-book.ts'

/** The sessions of the last hour, in memory, of the projects and environments whose rules ask for them. */
export interface SessionWindows {
  /** Reads what rules may ask about a batch. */
  prepare(events: readonly FingerprintedEvent[], rules: RuleBook): Promise<void>
  see(counts: readonly SessionCount[]): void
  ofHour(question: SessionQuestion): number
  /** What was seen is stored. */
  keep(): void
  /** What was seen is not stored: forgets it, to be read again. */
  discard(): void
}

/** Projects and environments held at a time. */
const maxSeries = 1000

/** Returns windows over the stored counts. */
export function createSessionWindows(store: Pick<WindowStore, 'sessionMinutes'>): SessionWindows {
  const series: LruMap<string, SessionSeries> = createLruMap(maxSeries)
  const touched = new Set<string>()

  async function load(question: SessionQuestion): Promise<void> {
    const key = keyOf(question)
    const known = series.get(key)
    if (known?.knows(question.until)) return
    const after = minuteOf(question.until - hourMs) - 1
    const fresh = new SessionSeries(after)
    const { projectId, environment } = question
    for (const { minute, started } of await store.sessionMinutes({ projectId, environment, after }))
      fresh.add(minute, started)
    series.set(key, fresh)
  }

  function add(key: string, { minute, started }: SessionCount): void {
    const known = series.get(key)
    if (!known) return
    touched.add(key)
    known.add(minute, started)
    known.forgetBefore(minute)
  }

  return {
    async prepare(events, rules) {
      for (const [projectId, own] of Map.groupBy(events, (event) => event.projectId)) {
        for (const environment of rules.of(projectId)?.sessionsIn ?? []) {
          const until = own.reduce((first, { received }) => Math.min(first, received), Infinity)
          await load({ projectId, environment, until })
        }
      }
    },
    see(counts) {
      for (const count of counts) {
        add(keyOf({ ...count, environment: undefined }), count)
        if (count.environment !== undefined) add(keyOf(count), count)
      }
    },
    ofHour: (question) => series.get(keyOf(question))?.ofHour(question.until) ?? 0,
    keep: () => touched.clear(),
    discard() {
      for (const key of touched) series.delete(key)
      touched.clear()
    },
  }
}

function keyOf({ projectId, environment }: Omit<SessionQuestion, 'until'>): string {
  return environment === undefined ? String(projectId) : `${projectId} ${environment}`
}
