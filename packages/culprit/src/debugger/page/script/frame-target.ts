/** Which frame an input belongs to. */
export interface FrameTarget {
  readonly error: string
  /** Position in the error's list of frames. */
  readonly frame: number
}
