const maxIds = 1000

/**
 * The last 1,000 event ids, and up to as many before them: one error that comes by several ways (dispatch, a log record)
 * is one report. Forgetting the oldest one by one would take longer than all else that is done for an error of a storm.
 */
export class RecentIds {
  #young = new Set<string>()
  #old: ReadonlySet<string> = new Set()

  /** Remembers an id, and returns whether it is new. */
  add(id: string): boolean {
    if (this.#young.has(id) || this.#old.has(id)) return false
    if (this.#young.size === maxIds) {
      this.#old = this.#young
      this.#young = new Set()
    }
    this.#young.add(id)
    return true
  }
}
