/**
 * What a line is like and when it must be in the file: a call below the level, a text or JSON line that is written
 * before the call returns, one that may wait, and a text line with the place of the call, not waiting either.
 */
export type Kind = 'disabled' | 'text sync' | 'text buffered' | 'json sync' | 'json buffered' | 'location'

/** A logging library set up for one kind of line. */
export interface Contestant {
  /** Logs `order ID placed` once; below the level for the kind `disabled`. */
  readonly log: (id: string) => void
  /** Ends in the library's documented way; resolves when it says that all lines are written. */
  readonly close: () => Promise<void>
}

/** Opens a library that writes one kind of line to a file. `variant` chooses among its ways to write. */
export type OpenContestant = (options: OpenOptions) => Contestant | Promise<Contestant>

interface OpenOptions {
  readonly kind: Kind
  readonly path: string
  readonly variant: string
}
