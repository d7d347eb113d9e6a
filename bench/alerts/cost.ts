import { createAddressBook } from '../../packages/tracker/src/digest/alerts/destinations.ts'
import { createAlertHistory } from '../../packages/tracker/src/digest/alerts/alert-history.ts'
import { createRuleBook } from '../../packages/tracker/src/digest/alerts/rule-book.ts'
import { planDigest } from '../../packages/tracker/src/digest/plan.ts'
import type { WindowStore } from '../../packages/tracker/src/ports/window-store.ts'
import { mixedRules } from './mixed-rules.ts'
import { makeBatches, type BatchWithIssues } from './batches.ts'

/** What planning an event takes with so many rules in its project. */
export interface RuleCost {
  readonly rules: number
  /** CPU of this thread, median of the rounds. */
  readonly micros: number
}

const rounds = 7

/** Plans the same events with more and more rules. */
export async function measureCost(): Promise<readonly RuleCost[]> {
  const batches = makeBatches({ batches: 200, eventsInBatch: 128, issues: 300 })
  const costs: RuleCost[] = []
  for (const rules of [0, 10, 1000]) {
    const micros: number[] = []
    // With a thousand rules a fifth of the events takes long enough to be measured.
    const some = rules > 100 ? batches.slice(0, 40) : batches
    for (let round = 0; round < rounds; round += 1) micros.push(await planAll(some, rules))
    costs.push({ rules, micros: micros.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0 })
  }
  return costs
}

const nothing: WindowStore = {
  eventTimes: async () => [],
  userTimes: async () => [],
  seenInEnvironment: async () => true,
  lastEventAt: async () => undefined,
  releases: async () => [],
  // So many that no share of them is reached.
  sessionMinutes: async ({ after }) =>
    Array.from({ length: 180 }, (_, n) => ({ minute: after + 1 + n * 60_000, started: 100_000 })),
}

async function planAll(batches: readonly BatchWithIssues[], count: number): Promise<number> {
  const rules = createRuleBook(mixedRules(count))
  const history = createAlertHistory(nothing)
  const members = [{ userId: 1, email: 'me@example.org', settings: {}, wishes: [] }]
  const addresses = createAddressBook({ members, teams: [], ownership: [], unsubscribed: [] })
  let events = 0
  const before = process.threadCpuUsage()
  for (const { batch, known, now } of batches) {
    await history.prepare(batch.events, known, rules)
    planDigest(batch, { rules, addresses, memory: history.memory, known, now })
    history.keep()
    events += batch.events.length
  }
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / events
}
