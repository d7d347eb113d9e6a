const maxIds = 1000

/** The last 1,000 event ids: one error that comes by several ways (dispatch, a log record) is one report. */
export class RecentIds {
  readonly #ids = new Set<string>()
  /** In the order they came, round and round: finding the oldest in the set would pass over all that were deleted. */
  readonly #order: string[] = []
  #next = 0

  /** Remembers an id, and returns whether it is new. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false
    this.#ids.add(id)
    const oldest = this.#order[this.#next]
    if (oldest !== undefined) this.#ids.delete(oldest)
    this.#order[this.#next] = id
    this.#next = (this.#next + 1) % maxIds
    return true
  }
}
