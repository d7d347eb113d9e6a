/** Returns true for a key that has not been seen lately. */
export type FirstSight = (key: string) => boolean

/**
 * Returns a memory of the last `max` keys seen: when it is full, the one that was not seen for longest is forgotten,
 * and is then seen for the first time again.
 */
export function createFirstSight(max: number): FirstSight {
  const keys = new Set<string>()
  return (key) => {
    const known = keys.delete(key)
    keys.add(key)
    if (keys.size > max) {
      for (const oldest of keys) {
        keys.delete(oldest)
        break
      }
    }
    return !known
  }
}
