/** Names compared, and longest name compared. */
const limits = { names: 2000, length: 60 } as const

/** Returns the candidate that is one or two typing errors from a name, the nearest first, or undefined. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  if (name.length < 3 || name.length > limits.length) return undefined
  const allowed = name.length < 5 ? 1 : 2
  let best: { readonly name: string; readonly distance: number } | undefined
  for (const candidate of candidates.slice(0, limits.names)) {
    if (candidate === name || Math.abs(candidate.length - name.length) > allowed) continue
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance <= allowed && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { name: candidate, distance }
  }
  return best?.name
}

/** Optimal string alignment: insertions, deletions, replacements, and neighbours swapped, each one. */
function editDistance(one: string, other: string): number {
  let previous: number[] = []
  let current = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1]
      const swapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      next.push(
        Math.min(
          (current[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (current[column - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (previous[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    previous = current
    current = next
  }
  return current.at(-1) ?? 0
}
