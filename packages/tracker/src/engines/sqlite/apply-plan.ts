import type { AlertTally } from '../../domain/alert.ts'
import { addTallies, emptyTally } from '../../domain/alert-tally.ts'
import type { DigestPlan, IssueChange, PlannedEvent } from '../../domain/digest-plan.ts'
import { dayMs, dayOf } from '../../domain/instant.ts'
import type { Issue } from '../../domain/issue.ts'
import { inTransaction } from './connection.ts'
import type { DayRowValues } from './day-file.ts'
import { eventIdBytes, toRowValues } from './event-row.ts'
import { prepareFreshness } from './freshness.ts'
import { prepareMainWrites } from './main-writes.ts'
import { storeRawFiles } from './raw-files.ts'
import { takeBack } from './recovery.ts'
import type { WriterState } from './writer-state.ts'

/**
 * Prepares the step that makes a plan true. In the order of durability: payload blocks, then the rows of each day, then
 * one transaction of the main database with the cursor. When a later part fails the earlier ones are taken back, so
 * that the batch can be tried again; what a crash leaves is taken back at the next start.
 */
export function prepareApply(state: WriterState): (plan: DigestPlan) => 'applied' | 'stale' {
  const { db } = state
  const isFresh = prepareFreshness(state)
  const writes = prepareMainWrites(db)

  function writeMain(plan: DigestPlan, lastSeq: number): AlertTally {
    let tally = emptyTally
    const first = { parked: writes.nextParkedId(), attachment: writes.nextAttachmentId() }
    const raw = storeRawFiles(state.dir, plan, first)
    try {
      inTransaction(db, () => {
        writes.issues(plan)
        tally = state.writeFires(plan.fires)
        state.sessions.write(plan.sessions, plan.at)
        writes.userReports(plan, (projectId, eventId) => findIssue(state, plan, { projectId, eventId }))
        writes.attachments(plan, first.attachment)
        writes.parked(plan.parked, first.parked)
        writes.outcomes(plan.outcomes, plan.at)
        writes.progress(plan, lastSeq)
      })
      return tally
    } catch (error) {
      raw.discard()
      throw error
    }
  }

  return (plan) => {
    takeBack(state)
    if (!isFresh(plan)) return 'stale'
    const lastSeq = state.lastSeq + plan.events.length
    try {
      insertEvents(state, plan)
      state.fires = addTallies(state.fires, writeMain(plan, lastSeq))
    } catch (error) {
      state.hasOrphans = true
      try {
        takeBack(state)
      } catch {
        // A full disk may refuse this too; the next batch begins with it, and the first error is the one to report.
      }
      if (isDuplicate(error)) return 'stale'
      throw error
    }
    state.lastSeq = lastSeq
    remember(state, plan)
    return 'applied'
  }
}

function insertEvents(state: WriterState, plan: DigestPlan): void {
  const titles = new Map(plan.newIssues.map((issue) => [issue.id, issue.title]))
  const byDay = Map.groupBy(plan.events.entries(), ([, { event }]) => dayOf(event.received))
  for (const [day, entries] of byDay) {
    const file = state.days.open(day)
    const offsets = appendBlocksOf(
      entries.map(([, planned]) => planned),
      plan.blocks,
      (blocks) => file.appendBlocks(blocks),
    )
    const rows = entries.map(([index, { event, issueId }]): DayRowValues => {
      const issueTitle = titles.get(issueId) ?? state.issues.byId(issueId)?.title ?? ''
      const blockOffset = offsets.get(event.block) ?? 0
      return toRowValues(event, { seq: state.lastSeq + 1 + index, issueId, issueTitle, blockOffset })
    })
    file.insert(rows)
  }
}

/** A batch around midnight writes a block to both days: each day is removed as a whole. */
function appendBlocksOf(
  events: readonly PlannedEvent[],
  blocks: readonly Uint8Array[],
  append: (blocks: readonly Uint8Array[]) => readonly number[],
): ReadonlyMap<number, number> {
  const used = [...new Set(events.map(({ event }) => event.block))]
  const bytes = used.map((index) => {
    const block = blocks[index]
    if (!block) throw new RangeError(`The plan has no block ${index}.`)
    return block
  })
  const offsets = append(bytes)
  return new Map(used.map((index, place) => [index, offsets[place] ?? 0]))
}

function findIssue(
  state: WriterState,
  plan: DigestPlan,
  report: { readonly projectId: number; readonly eventId: string },
): number | undefined {
  const { projectId, eventId } = report
  const planned = plan.events.find(({ event }) => event.projectId === projectId && event.eventId === eventId)
  if (planned) return planned.issueId
  const id = eventIdBytes(eventId)
  for (const day of [dayOf(plan.at), dayOf(plan.at - dayMs)]) {
    const issueId = state.days.find(day)?.issueOf(projectId, id)
    if (issueId !== undefined) return issueId
  }
  return undefined
}

function remember(state: WriterState, plan: DigestPlan): void {
  for (const issue of plan.newIssues) state.issues.put(issue)
  for (const change of plan.changes) {
    const issue = state.issues.byId(change.issueId)
    if (!issue) continue
    const { firstSeen, lastSeen, lastEventId, level, lastRelease } = change
    const seen = {
      ...issue,
      count: issue.count + change.added,
      firstSeen,
      lastSeen,
      lastEventId,
      level,
      lastRelease,
    }
    state.issues.put({ ...seen, ...reopenedBy(change) })
  }
  for (const { event, issueId } of plan.events) state.counters.add({ ...event, issueId })
  if (!state.counters.isFull && !mustCountNow(state, plan)) return
  try {
    state.counters.flush(state.lastSeq)
  } catch {
    // The batch is stored; its counts stay in the window, and the next flush reports the trouble.
  }
}

function reopenedBy({ regressedAt, reappearedAt }: IssueChange): Partial<Issue> {
  const statusChangedAt = regressedAt ?? reappearedAt
  if (statusChangedAt === undefined) return {}
  const substatus = regressedAt === undefined ? 'ongoing' : 'regressed'
  return { status: 'unresolved', substatus, statusChangedAt, snooze: undefined }
}

/**
 * Pages find events of all but the two newest days by the counters, so those may not lag for an older day, nor for one
 * that becomes older with this batch.
 */
function mustCountNow(state: WriterState, plan: DigestPlan): boolean {
  const [newest, second = ''] = state.days.list()
  const before = state.newestDay
  state.newestDay = newest
  return newest !== before || plan.events.some(({ event }) => dayOf(event.received) < second)
}

function isDuplicate(error: unknown): boolean {
  return error instanceof Error && /UNIQUE constraint failed: (events\.event_id|issues\.)/.test(error.message)
}
