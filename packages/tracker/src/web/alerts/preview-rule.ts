import { dryRun } from '../../digest/alerts/dry-run.ts'
import type { AlertRuleDraft } from '../../domain/alert-rule.ts'
import { dayMs } from '../../domain/instant.ts'
import { readRulePast } from '../../query/rule-past.ts'
import type { PageContext } from '../context.ts'
import type { RulePreview } from './rule-preview.ts'

export interface PreviewInput {
  readonly projectId: number
  /** Need not be saved. */
  readonly draft: AlertRuleDraft
}

const days = 7
const bucketMs = dayMs / 4
/** Measured: some 25 µs an event, during which this thread serves no other page. */
const maxEvents = 10_000

/** Replays the events of the last seven days through a rule. */
export async function previewRule(
  { deps, now }: PageContext,
  { projectId, draft }: PreviewInput,
): Promise<RulePreview> {
  const since = now - days * dayMs
  const past = await readRulePast(deps.reads, { projectId, draft, since, now, limit: maxEvents })
  const fires = dryRun(draft, past)
  const buckets = Array.from({ length: (days * dayMs) / bucketMs }, () => 0)
  for (const { at } of fires) {
    const bucket = Math.min(buckets.length - 1, Math.max(0, Math.floor((at - since) / bucketMs)))
    buckets[bucket] = (buckets[bucket] ?? 0) + 1
  }
  return {
    now,
    days,
    fires: fires.length,
    buckets,
    issues: new Set(fires.flatMap(({ issueId }) => issueId ?? [])).size,
    since: past.isComplete ? undefined : past.events[0]?.received,
    sessions: past.ofHour,
  }
}
