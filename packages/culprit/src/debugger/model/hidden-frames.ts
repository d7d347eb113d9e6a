/**
 * What to do with a frame (HID-1): hide it; drop the frames around it (`before`: those that called it, with or without
 * it); hide those it called (`after`); end such hiding from here on (`reset`).
 */
export type Hiding =
  | boolean
  | 'before'
  | 'before_and_this'
  | 'after'
  | 'after_and_this'
  | 'reset'
  | 'reset_and_this'

/** Returns which frames are shown; `hidings` has what each asks for, the oldest call first, undefined for nothing. */
export function shownFrames(hidings: readonly (Hiding | undefined)[]): readonly boolean[] {
  const shown = hidings.map(() => false)
  let isHidden = false
  for (const [index, hiding] of hidings.entries()) {
    if (hiding === 'before' || hiding === 'before_and_this') {
      shown.fill(false, 0, index)
      isHidden = false
    } else if (hiding === 'reset' || hiding === 'reset_and_this') isHidden = false
    else if (hiding === 'after' || hiding === 'after_and_this') isHidden = true
    else if (hiding === true || isHidden) continue
    shown[index] = !(typeof hiding === 'string' && hiding.endsWith('_and_this'))
  }
  return shown
}

const words: readonly unknown[] = [
  'before',
  'before_and_this',
  'after',
  'after_and_this',
  'reset',
  'reset_and_this',
]

/** Returns what a value of `__traceback_hide__` asks for; anything that is true hides the frame. */
export function toHiding(value: unknown): Hiding | undefined {
  if (value === undefined || value === null) return undefined
  return words.includes(value) ? (value as Hiding) : Boolean(value)
}
