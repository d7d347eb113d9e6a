/**
 * Where a frame's code comes from: the application itself, an installed dependency, the JavaScript runtime,
 * or unknown when its path says nothing.
 */
export type FrameKind = 'app' | 'dependency' | 'runtime' | 'unknown'

/**
 * One call of a stack, as its text tells it. Lines and columns are 1-based; a part the text does not give is
 * absent. `file` is a path or URL as written, except that `file://` URLs become paths.
 */
export interface Frame {
  readonly file?: string | undefined
  readonly function?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
  readonly kind: FrameKind
}
