/** How much of a value is kept. Lengths are in UTF-16 code units; what lies beyond is cut and counted. */
export interface Bounds {
  /** Containers at this depth and below become `[Object]` or `[Array]`; the value itself is at depth 0. */
  readonly depth: number
  /** Values visited in all, containers included. */
  readonly nodes: number
  /** Longer strings are cut to this length, `...` included. */
  readonly string: number
  /** Keys kept of one object. */
  readonly keys: number
  /** Items kept of one array. */
  readonly items: number
}

/** Generous bounds for one event: local variables are meant to be seen. */
export const DEFAULT_BOUNDS: Bounds = {
  depth: 32,
  nodes: 100_000,
  string: 65_536,
  keys: 1_000,
  items: 10_000,
}
