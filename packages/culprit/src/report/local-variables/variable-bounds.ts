/** How much of the variables at one throw is kept. What lies beyond is cut, and marked where it was. */
export interface VariableBounds {
  /** Frames of the application, nearest the throw. @default 5 */
  readonly maxFrames: number
  /** Containers at this depth and below become `[Object]` or `[Array]`; a variable's value is at depth 0. @default 3 */
  readonly maxDepth: number
  /** Variables of one frame, keys of one object, items of one list. @default 20 */
  readonly maxWidth: number
  /** UTF-16 code units of one text. @default 1000 */
  readonly maxString: number
  /** UTF-16 code units of all names and texts together, other values counting as eight. @default 16,000 */
  readonly maxBytes: number
}

/** Returns the bounds with defaults for what is missing. */
export function toVariableBounds(given: {
  readonly [K in keyof VariableBounds]?: number | undefined
}): VariableBounds {
  return {
    maxFrames: given.maxFrames ?? 5,
    maxDepth: given.maxDepth ?? 3,
    maxWidth: given.maxWidth ?? 20,
    maxString: given.maxString ?? 1000,
    maxBytes: given.maxBytes ?? 16_000,
  }
}
