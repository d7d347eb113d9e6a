/** What a client is told to stop sending: everything but errors, or sessions excepted since an alert rule asks for them. */
export type Unwanted = 'all' | 'all-but-sessions'

/** An answer to a request that was taken. */
export interface Reply {
  readonly kind: 'reply'
  readonly status: number
  readonly contentType: string
  readonly body: string | Uint8Array
  /** The client sent what we have no use for, and is told not to. */
  readonly unwanted?: Unwanted | undefined
}

/** Returns a JSON answer. */
export function jsonReply(
  value: unknown,
  options: { readonly status?: number; readonly unwanted?: Unwanted | undefined } = {},
): Reply {
  return {
    kind: 'reply',
    status: options.status ?? 200,
    contentType: 'application/json',
    body: JSON.stringify(value),
    unwanted: options.unwanted,
  }
}

/** Returns an answer of another type. */
export function reply(status: number, contentType: string, body: string | Uint8Array = ''): Reply {
  return { kind: 'reply', status, contentType, body }
}
