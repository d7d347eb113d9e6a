import type { RequestFacts } from './request-facts.ts'

/** An error that no handler took: what Flask's `got_request_exception` tells. `error` is exactly what was thrown. */
export interface UnhandledEvent<Context> {
  readonly error: unknown
  readonly request: RequestFacts
  readonly scopes: readonly string[]
  readonly context: Context
  /** The reference id of the error: 32 hex digits, also the event's id in the tracker. */
  readonly reference: string
  /** The debugger's page of the error on this machine, while the application is debugged. */
  readonly debugUrl?: string | undefined
}

/** The answer to an error is made and is about to be sent. */
export interface AnsweredEvent<Context> extends UnhandledEvent<Context> {
  readonly status: number | undefined
  /** False when the error reached the 500 step. */
  readonly handled: boolean
}

/** What observers can subscribe to, with what they are told. */
export interface ErrorEvents<Context> {
  /** An error reached the 500 step (also when it is about to be propagated). */
  readonly unhandled: UnhandledEvent<Context>
  /** An error answer is complete. */
  readonly answered: AnsweredEvent<Context>
  /** An error came after the headers were sent; the connection is destroyed. */
  readonly broken: UnhandledEvent<Context>
  /** The client went away before it could be answered; nothing is an error here. */
  readonly disconnected: UnhandledEvent<Context>
}

/** The kinds of events. */
export type EventName = keyof ErrorEvents<unknown>

/** The same as values, for messages and checks. */
export const eventNames: readonly EventName[] = ['unhandled', 'answered', 'broken', 'disconnected']

/** Told of one kind of event. Its own failure is logged and reaches neither the request nor the next observer. */
export type ErrorObserver<Event> = (event: Event) => void | Promise<void>

/** Runs at the end of a request with the unhandled error, or null when there was none or a handler took it. */
export type Teardown<Context> = (error: unknown, context: Context) => void | Promise<void>
