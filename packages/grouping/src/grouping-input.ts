/** A frame as grouping needs it. Lines, columns and variables are not looked at, so they need not be given. */
export interface GroupingFrame {
  readonly module?: string | undefined
  readonly filename?: string | undefined
  readonly absPath?: string | undefined
  readonly function?: string | undefined
  readonly inApp: boolean
  readonly contextLine?: string | undefined
  readonly lineno?: number | undefined
}

/** One exception. Frames are in the protocol's order: oldest call first, the crashing frame last. */
export interface GroupingException {
  readonly type?: string | undefined
  readonly value?: string | undefined
  readonly module?: string | undefined
  /** The error was made up by the SDK to carry a stack; its type says nothing. */
  readonly synthetic?: boolean | undefined
  readonly frames: readonly GroupingFrame[]
}

/** What a grouping mechanism may look at. `exceptions` is oldest cause first, the raised one last. */
export interface GroupingInput {
  readonly platform: string
  /** As the SDK sent it; absent or empty means `['{{ default }}']`. */
  readonly fingerprint?: readonly string[] | undefined
  readonly exceptions: readonly GroupingException[]
  /** A stack without an exception (a message with its stack, a crashed thread). */
  readonly frames?: readonly GroupingFrame[] | undefined
  /** The template of the message if there is one, else the formatted text. */
  readonly message?: string | undefined
  readonly transaction?: string | undefined
  readonly level?: string | undefined
  readonly security?: { readonly directive: string; readonly blocked: string } | undefined
  readonly tag?: ((key: string) => string | undefined) | undefined
}
