import type { Stamp } from './stamp.ts'

/** What the running application tells the development server. Messages marked "with a handle" carry an open socket. */
export type ToParent =
  /** With a handle: the program listens by this socket now; keep it for the next one. */
  | { readonly type: 'port'; readonly key: string }
  /** The program uses its copy of a kept socket; hand it another, in case it listens again. */
  | { readonly type: 'want'; readonly key: string }
  | ({ readonly type: 'listening'; readonly key: string } & Listening)
  | ({ readonly type: 'refused' } & Refused)
  /** Files that were loaded or looked for, as they were just before. */
  | { readonly type: 'files'; readonly files: readonly (readonly [path: string, stamp: Stamp])[] }
  /** Loading failed; the error is shown to whoever asks for a page until a file changes. */
  | { readonly type: 'failed' }
  /** An error that nobody caught ends the program. */
  | { readonly type: 'crashed'; readonly error: CrashError }
  /** With a handle: a connection on which no request runs, for the next program. */
  | { readonly type: 'connection'; readonly key: string }
  /** A connection that was handed over has arrived. */
  | { readonly type: 'taken'; readonly id: number }
  /** Nothing is in flight any more. */
  | { readonly type: 'drained' }

/** Where a server of the program listens. */
export interface Listening {
  readonly host: string
  readonly port: number
  readonly isTls: boolean
}

/** Where it could not, and the error's code. */
export interface Refused {
  readonly code: string
  /** Empty for all addresses. */
  readonly host: string
  readonly port: number
}

/** What is left of an error when its process is gone. */
export interface CrashError {
  readonly name: string
  readonly message: string
  readonly stack: string
}

/** What the development server tells the running application. */
export type ToChild =
  /** With a handle: a socket that is kept open under this key. */
  | { readonly type: 'port'; readonly key: string }
  /** All kept sockets have been handed over: load the program. */
  | ({ readonly type: 'start' } & StartOrder)
  /** With a handle: a connection that an earlier program had. */
  | { readonly type: 'connection'; readonly key: string; readonly id: number }
  /** Nobody asks for this port any more: close the socket. */
  | { readonly type: 'forget'; readonly key: string }
  /** Take no more connections, finish the requests that run, and hand the other connections over. */
  | { readonly type: 'drain' }

/** How a program is to be run. */
export interface StartOrder {
  /** An error of loading is shown instead of ending the program. */
  readonly isReload: boolean
  readonly useReloader: boolean
  /** Who develops: the command, or the program itself by `run`. */
  readonly by: 'dev' | 'run'
  /** There is no program: answer with this error, which ended it. */
  readonly crash?: CrashError | undefined
}

/** A message as it travels: the application's own messages on the same channel are none of ours. */
export interface Parcel<Message> {
  readonly culprit: Message
}

/** Tells our messages from the application's. */
export function isParcel<Message>(value: unknown): value is Parcel<Message> {
  return typeof value === 'object' && value !== null && 'culprit' in value
}

/** The variable by which a process knows that it is the application under this process id. */
export const parentVariable = 'CULPRIT_DEV_PARENT'
