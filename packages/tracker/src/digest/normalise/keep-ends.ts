/** Returns a list with at most `max` entries: those in the middle go, the last `max / 2` (rounded up) stay. */
export function keepEnds<T>(list: readonly T[], max: number): readonly T[] {
  if (list.length <= max) return list
  const head = Math.floor(max / 2)
  return [...list.slice(0, head), ...list.slice(list.length - (max - head))]
}
