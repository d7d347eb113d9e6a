import type { Reply } from './answer.ts'
import type { UnhandledEvent } from './error-events.ts'
import type { Failure } from './failure.ts'

/** Where the debugger answers: below the place where the application is mounted. */
export const debuggerPath = '/-/culprit/'

/** A request for the debugger, in no framework's terms. */
export interface DebuggerRequest {
  /** In capitals. */
  readonly method: string
  /** The path below the application's mount, with its query: `/-/culprit/eval`. */
  readonly target: string
  /** Where the application is mounted: empty, or `/shop`. */
  readonly mount: string
  /** Returns a header by its name in small letters. */
  readonly header: (name: string) => string | undefined
  /** The address of the client's socket; undefined where the adapter has no socket. */
  readonly remoteAddress: string | undefined
  /** Reads the body; undefined when it is longer. */
  readonly body: (maxBytes: number) => Promise<Uint8Array | undefined>
}

/** What stands in for handlers and framework while an application is debugged. */
export interface ErrorDebugger<in Context> {
  /**
   * Returns the answer to an error that nothing handled: what the client of it can read. Undefined where the client must
   * not see it: the generic page is sent then. Does not reject.
   */
  readonly answer: (failure: Failure<Context>) => Promise<Reply | undefined>
  /** Answers a request for the debugger itself: commands and pages below `debuggerPath`. Does not reject. */
  readonly serve: (request: DebuggerRequest) => Promise<Reply>
  /** Returns where the page of an unhandled error will be. */
  readonly urlOf: (event: Pick<UnhandledEvent<Context>, 'reference' | 'request'>) => string | undefined
}
