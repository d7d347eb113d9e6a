import type { DebuggedFrame } from '../../debugged-error.ts'

/** What a hint can look at. Reading it runs no code of the application. */
export interface HintFacts {
  readonly type: string
  /** The first 2,000 characters. */
  readonly message: string
  /** `code` of Node's errors, else empty. */
  readonly code: string
  /** Returns an own property of the error that is a text or a number: `address`, `port`, `path`, `hostname`. */
  readonly property: (name: string) => string | undefined
  /** The first frame of the application, else the first. */
  readonly frame: DebuggedFrame | undefined
  readonly frames: readonly DebuggedFrame[]
  /** Returns names in a directory, for the nearest one; empty where it cannot be read. */
  readonly namesIn: (directory: string) => readonly string[]
}

/** Returns what probably is wrong as a sentence (text, never HTML), or undefined. Bounded, and without effects. */
export type Hint = (facts: HintFacts) => string | undefined
