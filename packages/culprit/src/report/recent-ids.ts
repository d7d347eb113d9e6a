const maxIds = 1000

/** The last 1,000 event ids: one error that comes by several ways (dispatch, a log record) is one report. */
export class RecentIds {
  readonly #ids = new Set<string>()

  /** Remembers an id, and returns whether it is new. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false
    this.#ids.add(id)
    if (this.#ids.size > maxIds) {
      const oldest = this.#ids.values().next()
      if (oldest.done !== true) this.#ids.delete(oldest.value)
    }
    return true
  }
}
