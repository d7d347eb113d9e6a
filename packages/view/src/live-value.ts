/**
 * A value that lives in a process, as one line that can be opened: its parts are asked for by `ref`. Kinds that the tree
 * knows decide the colour: `null undefined boolean number bigint string symbol redacted getter unavailable`, all others
 * are objects of some sort.
 */
export interface LiveValue {
  readonly kind: string
  /** One line, bounded: `Cart {items: Array(0), …}`. */
  readonly preview: string
  /** The whole text of a long string. */
  readonly text?: string | undefined
  readonly ref?: string | undefined
  /** Parts that are there already. */
  readonly entries?: readonly LiveEntry[] | undefined
  /** How many parts there are beyond `entries`. */
  readonly more?: number | undefined
}

/** A named part of a value, or a variable. */
export interface LiveEntry {
  readonly name: string
  readonly value: LiveValue
}
