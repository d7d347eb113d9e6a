/**
 * What the page and the debugger say to each other: JSON by POST to `/-/culprit/NAME` with the header
 * `X-Culprit-Token` (GET for `frames` and `errors`). Refusals are `{ "error": "..." }` with 400 (malformed), 403 (token,
 * host, origin: with the reason), 404 (unknown), 410 (freed; `{ "error", "state": "expired" | "restarted" |
 * "other-process", "pid"?, "started"? }`), 413, 429 (locked out; `Retry-After`).
 *
 *   POST eval      EvalRequest -> EvalResult
 *   POST complete  CompleteRequest -> Completions
 *   POST expand    ExpandRequest -> Expansion
 *   POST cancel    CancelRequest -> {}
 *   POST unlock    { error, key } -> { token }         a client that has the key from the terminal, no token needed
 *   POST open      { error, frame } -> {}              opens the frame's file in the editor of the machine
 *   GET  errors/ID            the page again (HTML, or .json .md .txt): what the terminal's link opens, with #k=KEY
 *   GET  frames/ID.json       { frames: [{ index, file, line, function, vars }], chain: [ids of the causes] }
 *   GET  console              the standalone console page, when switched on: error is 'console', frame 0
 */
import type { ValueEntry, ValueView } from './debugged-error.ts'

export interface EvalRequest {
  readonly error: string
  /** Position in the error's list of frames; 0 is where it was thrown. */
  readonly frame: number
  readonly code: string
  /** Chosen by the client, for `cancel`. */
  readonly evaluation?: string
}

export interface ConsoleLine {
  readonly level: 'log' | 'info' | 'warn' | 'error' | 'debug' | 'table' | 'dir'
  readonly text: string
}

export type EvalResult =
  | {
      readonly ok: true
      readonly text: string
      readonly value?: ValueView
      readonly dump?: Dump
      readonly logs: readonly ConsoleLine[]
    }
  | { readonly ok: false; readonly error: ConsoleError; readonly logs: readonly ConsoleLine[] }
  /** The input is not complete yet: the client asks for another line. */
  | {
      readonly ok: false
      readonly incomplete: true
      readonly error: ConsoleError
      readonly logs: readonly ConsoleLine[]
    }

export interface ConsoleError {
  readonly name: string
  readonly message: string
  /** A small traceback: lines such as `at total (src/cart.ts:4:9)`, at most a handful. */
  readonly frames?: readonly string[]
}

/** `dump()` and `dump(x)` (CON-7). */
export interface Dump {
  readonly title: string
  readonly entries: readonly ValueEntry[]
}

export interface CompleteRequest {
  readonly error: string
  readonly frame: number
  readonly code: string
  /** UTF-16 offset in `code`. */
  readonly cursor: number
}

export interface Completions {
  /** UTF-16 offset where the completed word begins. */
  readonly from: number
  readonly items: readonly { readonly label: string; readonly kind: string }[]
}

export interface ExpandRequest {
  readonly error: string
  readonly ref: string
  /** Skip this many parts. */
  readonly from?: number
}

export interface Expansion {
  readonly entries: readonly ValueEntry[]
  readonly more: number
}

export interface CancelRequest {
  readonly error: string
  readonly evaluation: string
}

/** What the page needs beside the failure itself. It is written into the page as JSON, never into a URL. */
export interface PageAccess {
  /** Token for the commands; absent while locked. 256 bits, base64url. */
  readonly token?: string | undefined
  /** Why there is none. */
  readonly locked?: 'needs-key' | 'untrusted-host' | 'switched-off' | undefined
  /** Where the commands are, e.g. `/-/culprit/`. */
  readonly base: string
}
