import type { DigestBatch, DigestPlan } from '../domain/digest-plan.ts'
import type { Clock } from '../domain/instant.ts'
import type { Directory } from '../domain/project.ts'
import type { DigestStore } from '../ports/digest-store.ts'
import { planDigest } from './plan.ts'

export interface CommitDeps {
  readonly store: DigestStore
  readonly directory: () => Directory
  readonly clock?: Clock | undefined
}

/** Looks up, plans and applies batches, one at a time. */
export interface Committer {
  commit(batch: DigestBatch): Promise<CommitReport>
}

/** What a commit did: the plans that were applied, in order. More than one when the batch had to be split. */
export interface CommitReport {
  readonly plans: readonly DigestPlan[]
}

/** How often a plan is made again because an issue moved meanwhile. */
const maxPlans = 5

/** Returns the committer over a store. */
export function createCommitter({ store, directory, clock = Date.now }: CommitDeps): Committer {
  return {
    async commit(batch) {
      for (let round = 0; round < maxPlans; round += 1) {
        const known = await store.lookup(batch.events)
        const plan = planDigest(batch, { known, directory: directory(), now: clock() })
        if ((await store.apply(plan)) === 'applied') return { plans: [plan] }
      }
      throw new Error(`Issues moved ${maxPlans} times while a batch was being planned.`)
    },
  }
}
