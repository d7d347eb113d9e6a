/** Random choices that repeat for the same seed. */
export interface Random {
  /** 0 <= x < 1. */
  next(): number
  /** 0 <= n < below. */
  integer(below: number): number
  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T
  /** Lowercase hex digits. */
  hex(digits: number): string
}

/** Returns random choices from a seed by mulberry32: fast, and good enough to make events differ. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const integer = (below: number): number => Math.floor(next() * below)
  return {
    next,
    integer,
    pick: <T>(list: readonly T[]): T => {
      const item = list[integer(list.length)]
      if (item === undefined) throw new RangeError('Nothing to pick from')
      return item
    },
    hex: (digits) => {
      let text = ''
      while (text.length < digits) text += integer(0x1_0000_0000).toString(16).padStart(8, '0')
      return text.slice(0, digits)
    },
  }
}

/** Returns a function that picks ranks 0 to count - 1 by Zipf's law: rank r is r + 1 times rarer than the first. */
export function createZipf(random: Random, count: number): () => number {
  const sums: number[] = []
  let total = 0
  for (let rank = 0; rank < count; rank++) sums.push((total += 1 / (rank + 1)))
  return () => {
    const target = random.next() * total
    let low = 0
    let high = count - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sums[middle] ?? total) < target) low = middle + 1
      else high = middle
    }
    return low
  }
}
