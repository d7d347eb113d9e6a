/** Where a request comes from, as adapters tell it when the request begins. */
export interface RequestOrigin {
  /** The method as it was sent. */
  readonly method: string
  /** The request target as it was sent, with its query; for web-standard requests the whole URL. */
  readonly url: string
  /** The address of the client's socket; null where the framework knows none. */
  readonly remoteAddress: string | null
}
