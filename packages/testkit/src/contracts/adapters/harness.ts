/**
 * One route of the contract's application, in no framework's terms: a framework answers with the text that `run`
 * returns, and what it throws is the error under test.
 */
export interface ContractRoute {
  /** Routes below `/admin/` belong to the scope `admin`. */
  readonly path: string
  /** Sync or async. `setHeader` sets a header of the answer in the making. */
  readonly run: (setHeader: (name: string, value: string) => void) => unknown
}

/** How one application of the contract is to be made. */
export interface AdapterStartOptions {
  /** Whether the handlers of the conformance application are registered, or nothing at all. */
  readonly handlers: 'all' | 'none'
  /** Hands unhandled errors back to the framework, as in tests of an application. */
  readonly propagate?: boolean | undefined
  /** Debugs the application: unhandled errors open the interactive debugger. */
  readonly debug?: boolean | undefined
  /** Routes beside those of the conformance table. */
  readonly routes?: readonly ContractRoute[] | undefined
}

/** A line that reached the application's error log. */
export interface SeenLine {
  readonly level: 'error' | 'info'
  readonly message: string
  readonly error?: unknown
  /** The reference id that came with an error. */
  readonly reference?: string | undefined
  /** What was known of the request where the line was written. */
  readonly context?: Readonly<Record<string, unknown>> | undefined
}

/** An event an observer was told of. */
export interface SeenEvent {
  readonly name: 'unhandled' | 'answered' | 'broken' | 'disconnected'
  readonly error: unknown
  readonly reference: string
}

/** What one application saw of its own errors, oldest first; it grows while the application runs. */
export interface AdapterRecord {
  readonly lines: readonly SeenLine[]
  readonly events: readonly SeenEvent[]
  /** What its teardown function was given, one entry a request. */
  readonly teardowns: readonly unknown[]
}

/** A running application of the contract. */
export interface AdapterUnderTest {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  readonly seen: AdapterRecord
  /** Registers one more handler, for a refusal once the application has served a request. */
  readonly registerLate: () => void
  close(): Promise<void>
}

/** What a framework cannot do, or does in its own way; each is a group of tests that a harness may leave out. */
export type AdapterQuirk = 'stale-headers' | 'teardown' | 'client-abort' | 'propagate'

/** A framework with its adapter. */
export interface AdapterHarness {
  readonly name: string
  readonly start: (options: AdapterStartOptions) => Promise<AdapterUnderTest>
  /** Groups of tests to leave out, each with the reason that is printed. */
  readonly skip?: Readonly<Partial<Record<AdapterQuirk, string>>> | undefined
}
