import type { DataCategory, DiscardReason } from '@culprit/wire'
import type { OutcomeCount } from '../domain/digest-plan.ts'

/** What was lost at the door. Project 0 stands for requests that belong to no project of ours. */
interface Loss {
  readonly projectId: number
  readonly reason: DiscardReason
  readonly category: DataCategory
  readonly quantity: number
}

/** Adds up what ingest loses until somebody stores it. */
export interface OutcomeCounter {
  add(loss: Loss): void
  /** Returns what came together since the last call, and begins anew. */
  drain(): readonly OutcomeCount[]
  /** What was lost since the start, by reason; for metrics. */
  totals(): ReadonlyMap<DiscardReason, number>
}

/** Returns a counter at zero. Bounded: one sum for each known project, reason and category. */
export function createOutcomeCounter(): OutcomeCounter {
  let sums = new Map<string, OutcomeCount>()
  const totals = new Map<DiscardReason, number>()
  return {
    add(loss) {
      const key = `${loss.projectId}:${loss.reason}:${loss.category}`
      const quantity = (sums.get(key)?.quantity ?? 0) + loss.quantity
      sums.set(key, { ...loss, source: 'server', quantity })
      totals.set(loss.reason, (totals.get(loss.reason) ?? 0) + loss.quantity)
    },
    drain() {
      const counts = [...sums.values()]
      sums = new Map()
      return counts
    },
    totals: () => totals,
  }
}
