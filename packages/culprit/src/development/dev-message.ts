import type { Stamp } from './stamp.ts'

/** What the running application tells the development server. Messages marked "with a handle" carry an open socket. */
export type ToParent =
  /** With a handle: the program listens by this socket now; keep it for the next one. */
  | { readonly type: 'port'; readonly key: string }
  /** The program uses its copy of a kept socket; hand it another, in case it listens again. */
  | { readonly type: 'want'; readonly key: string }
  | { readonly type: 'listening'; readonly key: string; readonly host: string; readonly port: number }
  /** Nobody could listen there. */
  | { readonly type: 'refused'; readonly code: string; readonly host: string; readonly port: number }
  /** Files that were loaded, as they were just before. */
  | { readonly type: 'files'; readonly files: readonly (readonly [path: string, stamp: Stamp])[] }
  /** Loading failed; the error is shown to whoever asks for a page until a file changes. */
  | { readonly type: 'failed' }
  /** With a handle: a connection on which no request runs, for the next program. */
  | { readonly type: 'connection'; readonly key: string }
  /** Nothing is in flight any more. */
  | { readonly type: 'drained' }

/** What the development server tells the running application. */
export type ToChild =
  /** With a handle: a socket that is kept open under this key. */
  | { readonly type: 'port'; readonly key: string }
  /** All kept sockets have been handed over: load the program. */
  | { readonly type: 'start'; readonly isReload: boolean; readonly canReload: boolean }
  /** With a handle: a connection that an earlier program had. */
  | { readonly type: 'connection'; readonly key: string }
  /** Take no more connections, finish the requests that run, and hand the other connections over. */
  | { readonly type: 'drain' }

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
