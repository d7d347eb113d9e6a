import type { DigestPlan, EntryCount } from '../domain/digest-plan.ts'
import type { DigestProgress } from './messages.ts'

/** Returns what a commit means for metrics, admission and open pages. */
export function describeProgress(
  plans: readonly DigestPlan[],
  entries: readonly EntryCount[],
): DigestProgress {
  const issueIds = new Set<number>()
  const projectIds = new Set<number>()
  let events = 0
  for (const plan of plans) {
    events += plan.events.length
    for (const { event, issueId } of plan.events) {
      issueIds.add(issueId)
      projectIds.add(event.projectId)
    }
  }
  const notice =
    issueIds.size > 0
      ? ({ kind: 'issues', projectIds: [...projectIds], issueIds: [...issueIds] } as const)
      : undefined
  return { events, entries, outcomes: plans.flatMap(({ outcomes }) => outcomes), notice }
}
