/** Places in the memory that a thread and its watch share. */
export const loopState = {
  /** Counts up as long as the watched thread does not block. */
  beats: 0,
  /** 1 while there is something to watch. */
  isActive: 1,
  /** How often something was ended. */
  stopped: 2,
  length: 3,
} as const
