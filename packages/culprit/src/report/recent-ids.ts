const maxIds = 1000

/**
 * The last 1,000 event ids, and up to as many before them: one error that comes by several ways (dispatch, a log record)
 * is one report. Kept as numbers in memory that is never allocated again: of ids themselves, some would be alive in every
 * collection of young objects, and V8 takes that for a reason to enlarge the space for them.
 */
export class RecentIds {
  #young = new IdTable()
  #old = new IdTable()

  /** Remembers an id, and returns whether it is new. */
  add(id: string): boolean {
    const key = keyOf(id)
    if (this.#young.has(key) || this.#old.has(key)) return false
    if (this.#young.size === maxIds) {
      const emptied = this.#old
      this.#old = this.#young
      this.#young = emptied
      emptied.clear()
    }
    this.#young.add(key)
    return true
  }
}

const slots = 2048

/** A set of up to 1,000 numbers other than 0: each stands in the first free slot from its own on. */
class IdTable {
  readonly #keys = new Float64Array(slots)
  size = 0

  has(key: number): boolean {
    return this.#keys[this.#slotOf(key)] === key
  }

  add(key: number): void {
    this.#keys[this.#slotOf(key)] = key
    this.size++
  }

  clear(): void {
    this.#keys.fill(0)
    this.size = 0
  }

  /** Where a number stands, or would stand. Half of the slots stay free, so there is one. */
  #slotOf(key: number): number {
    let slot = key % slots
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) % slots
    return slot
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
