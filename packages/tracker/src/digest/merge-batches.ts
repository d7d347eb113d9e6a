import type { DigestBatch, EntryCount, FingerprintedEvent } from '../domain/digest-plan.ts'

/**
 * Returns one batch that says the same as several consecutive ones of a lane, in order.
 * @throws {RangeError} when there is none, or when they are of different lanes.
 */
export function mergeBatches(batches: readonly DigestBatch[]): DigestBatch {
  const first = batches[0]
  const last = batches.at(-1)
  if (!first || !last) throw new RangeError('There is no batch to merge.')
  if (batches.length === 1) return first
  if (batches.some((batch) => batch.lane !== first.lane)) throw new RangeError('Batches of different lanes.')
  const events: FingerprintedEvent[] = []
  let shift = 0
  for (const batch of batches) {
    for (const event of batch.events)
      events.push(shift === 0 ? event : { ...event, block: event.block + shift })
    shift += batch.blocks.length
  }
  return {
    lane: first.lane,
    upTo: last.upTo,
    entries: addUp(batches.flatMap((batch) => batch.entries)),
    events,
    blocks: batches.flatMap((batch) => batch.blocks),
    sessions: batches.flatMap((batch) => batch.sessions),
    userReports: batches.flatMap((batch) => batch.userReports),
    attachments: batches.flatMap((batch) => batch.attachments),
    outcomes: batches.flatMap((batch) => batch.outcomes),
    parked: batches.flatMap((batch) => batch.parked),
  }
}

function addUp(counts: readonly EntryCount[]): readonly EntryCount[] {
  const sums = new Map<number, number>()
  for (const { projectId, entries } of counts) sums.set(projectId, (sums.get(projectId) ?? 0) + entries)
  return [...sums].map(([projectId, entries]) => ({ projectId, entries }))
}
