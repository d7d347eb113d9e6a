import type { DayFiles } from './day-files.ts'

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
