/** One frame as it was when the error was thrown. */
export interface CapturedFrame {
  /** As the debugger names the script: `file:///app/shop.js`. */
  readonly url: string
  /** 1-based, as is the column. */
  readonly line: number
  readonly column: number
  /** The function's own name, without its class; empty for one without a name. */
  readonly functionName: string
  /** Plain data: no getter, no Proxy, nothing of the program is in it. */
  readonly vars: Readonly<Record<string, unknown>>
}

/** The local variables at the throw of an error: the application's frames, innermost first. Not scrubbed. */
export interface CapturedVariables {
  readonly frames: readonly CapturedFrame[]
}

/** Whether an error's variables were captured, and if not, why. Fits into an event as it is. */
export type CaptureOutcome =
  | 'captured'
  | `captured: ${string}`
  | `skipped: ${string}`
  | `unavailable: ${string}`
