/**
 * Counts of records a handler lost, by reason. Every handler that can lose a record has one as `handler.dropped`,
 * so that a loss is a number somebody can look at and never a silence.
 */
export class DropCounts {
  readonly #byReason = new Map<string, number>()

  /** Counts `records` (one by default) lost for `reason`, a fixed word of the handler's documentation. */
  count(reason: string, records = 1): void {
    this.#byReason.set(reason, this.of(reason) + records)
  }

  /** Returns how many records were lost for `reason`. */
  of(reason: string): number {
    return this.#byReason.get(reason) ?? 0
  }

  /** How many records were lost for any reason. */
  get total(): number {
    let total = 0
    for (const records of this.#byReason.values()) total += records
    return total
  }

  /** Returns the counts as an object, `{ 'queue-full': 3 }`; reasons that never happened are absent. */
  toJSON(): Record<string, number> {
    return Object.fromEntries(this.#byReason)
  }
}
