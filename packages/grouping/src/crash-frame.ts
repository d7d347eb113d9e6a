import type { GroupingException, GroupingFrame, GroupingInput } from './grouping-input.ts'

/** Returns the exception that was raised: the last of the chain. */
export function raisedException(input: GroupingInput): GroupingException | undefined {
  return input.exceptions.at(-1)
}

/** Returns the frame that crashed: the last in-app frame of the raised exception, else its last frame. */
export function crashFrame(input: GroupingInput): GroupingFrame | undefined {
  const own = raisedException(input)?.frames ?? []
  const frames = own.length > 0 ? own : (input.frames ?? [])
  return frames.findLast((frame) => frame.inApp) ?? frames.at(-1)
}
