/** What the selection looks at. */
interface Selectable {
  readonly inApp: boolean
}

/** The calls around the throw are kept whoever's code they are. */
const nearestKept = 100
/** The calls at the entry of the program are kept too. */
const farthestKept = 25

/**
 * Returns at most `max` frames in their order (oldest call first): both ends, then the application's own frames
 * nearest the throw, then others nearest the throw. Linear.
 */
export function selectFrames<T extends Selectable>(frames: readonly T[], max: number): readonly T[] {
  if (frames.length <= max) return frames
  const kept = new Uint8Array(frames.length)
  let left = max
  const keep = (index: number): void => {
    if (kept[index] === 1) return
    kept[index] = 1
    left -= 1
  }
  for (let index = 0; index < farthestKept && left > 0; index += 1) keep(index)
  for (let index = frames.length - 1; index >= frames.length - nearestKept && left > 0; index -= 1)
    keep(index)
  for (let index = frames.length - 1; index >= 0 && left > 0; index -= 1)
    if (frames[index]?.inApp === true) keep(index)
  for (let index = frames.length - 1; index >= 0 && left > 0; index -= 1) keep(index)
  return frames.filter((_, index) => kept[index] === 1)
}
