const maxIds = 1000

/**
 * The last 1,000 event ids: one error that comes by several ways (dispatch, a log record) is one report. Kept as numbers
 * in memory that is never allocated again: of ids themselves, some would be alive in every collection of young objects,
 * and V8 takes that for a reason to quadruple the space for them.
 */
export class RecentIds {
  readonly #keys = new Float64Array(maxIds)
  #next = 0

  /** Remembers an id, and returns whether it is new. */
  add(id: string): boolean {
    const key = keyOf(id)
    if (this.#keys.includes(key)) return false
    this.#keys[this.#next] = key
    this.#next = (this.#next + 1) % maxIds
    return true
  }
}

/** Returns 53 bits of a hash (FNV-1a, twice), never 0: two ids of a thousand are the same once in 10^10 processes. */
function keyOf(id: string): number {
  let low = 0x811c9dc5
  let high = 0x9747b28c
  for (let at = 0; at < id.length; at++) {
    const code = id.charCodeAt(at)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code ^ (low >>> 15), 0x01000193)
  }
  return (high >>> 0) * 2 ** 21 + (low >>> 11) || 1
}
