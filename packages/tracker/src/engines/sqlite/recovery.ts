import type { DayFiles } from './day-files.ts'
import type { WriterState } from './writer-state.ts'

/**
 * Removes event rows that the main database does not know of: their batch was interrupted between the two, and the
 * spool will give it again. Goes by sequence number, so a clock that jumped does not matter. Returns how many.
 */
export function removeOrphans(days: DayFiles, lastSeq: number): number {
  let removed = 0
  for (const day of days.list()) {
    if (days.maxSeq(day) > lastSeq) removed += days.open(day).deleteAfter(lastSeq)
  }
  return removed
}

/**
 * Removes the rows of a batch that failed half-way, if that could not be done at once. Also before a look-up: it would
 * call the events of that batch stored, and the batch would be taken for a duplicate of itself.
 */
export function takeBack(state: WriterState): void {
  if (!state.hasOrphans) return
  removeOrphans(state.days, state.lastSeq)
  state.hasOrphans = false
}
