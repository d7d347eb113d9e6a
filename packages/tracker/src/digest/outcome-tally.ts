import type { OutcomeCount } from '../domain/digest-plan.ts'

/** Adds up outcomes that differ in quantity only. Holds one entry for each project, source, reason and category. */
export interface OutcomeTally {
  add(outcome: OutcomeCount): void
  /** In the order in which each kind came first. */
  counts(): readonly OutcomeCount[]
}

/** Returns an empty tally. */
export function createOutcomeTally(): OutcomeTally {
  const sums = new Map<string, OutcomeCount>()
  return {
    add(outcome) {
      const key = `${outcome.projectId}:${outcome.source}:${outcome.category}:${outcome.reason}`
      const before = sums.get(key)
      sums.set(key, before ? { ...before, quantity: before.quantity + outcome.quantity } : outcome)
    },
    counts: () => [...sums.values()],
  }
}

/** Adds every outcome of a list to a tally. */
export function addOutcomes(tally: OutcomeTally, outcomes: readonly OutcomeCount[]): void {
  for (const outcome of outcomes) tally.add(outcome)
}
