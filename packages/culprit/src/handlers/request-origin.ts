/** Where a request comes from, as adapters tell it when the request begins. */
export interface RequestOrigin {
  /** The method as it was sent. */
  readonly method: string
  /** The request target as it was sent, with its query; for web-standard requests the whole URL. */
  readonly url: string
  /** The address of the client's socket; null where the framework knows none. */
  readonly remoteAddress: string | null
  /**
   * The object that stands for the request (node's request, or the web `Request`): what is known of a request can be
   * kept with it, also where a framework serves one request in several asynchronous contexts.
   */
  readonly source?: object | undefined
  /**
   * Has what arrives or is read of the body kept with `source`, up to so many bytes, for `RequestFacts.data`. Absent where
   * the framework keeps the parsed body itself.
   */
  readonly watchBody?: ((maxBytes: number) => void) | undefined
}
