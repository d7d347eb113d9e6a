/** Header fields in the order in which they are sent; a name may come several times (`WWW-Authenticate`). */
export type HeaderList = readonly (readonly [name: string, value: string])[]

/** What a reply carries. `null` is an empty body. */
export type ReplyBody = string | Uint8Array | null

/** An answer made here: generic pages, and what handlers return as text, object or `[body, status, headers]`. */
export interface Reply {
  readonly kind: 'reply'
  /** 100 to 599. */
  readonly status: number
  readonly headers: HeaderList
  readonly body: ReplyBody
}

/** A web `Response` a handler returned, or one that was thrown or aborted with; sent as it is. */
export interface ResponseAnswer {
  readonly kind: 'response'
  readonly response: Response
}

/**
 * Something that belongs to the framework: a value its own handlers may return, or `undefined` when the handler has
 * answered through the framework's own object already (`res.send(...)`, `ctx.body = ...`).
 */
export interface NativeAnswer {
  readonly kind: 'native'
  readonly value: unknown
}

/** The client is gone: there is nobody to answer. */
export interface NoAnswer {
  readonly kind: 'none'
}

/** What dispatch made of an error, before an adapter puts it on the wire. */
export type Answer = Reply | ResponseAnswer | NativeAnswer | NoAnswer
