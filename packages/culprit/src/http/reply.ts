/** Header fields in the order in which they are sent; a name may come several times (`WWW-Authenticate`). */
export type HeaderList = readonly (readonly [name: string, value: string])[]

/** An answer that is complete: what an adapter puts on the wire. */
export interface Reply {
  readonly kind: 'reply'
  /** 100 to 599. */
  readonly status: number
  /** With `Content-Length`, so that HEAD can be answered with the headers of GET. */
  readonly headers: HeaderList
  /** `null` is an empty body. */
  readonly body: string | Uint8Array<ArrayBuffer> | null
}

/** What pages and negotiation have to know of the request. */
export interface PageRequest {
  /** The method in capitals. */
  readonly method: string
  /** The path as it was asked for, without query string. */
  readonly path: string
  /** The `Accept` header; undefined when the client sent none. */
  readonly accept?: string | undefined
  /** The `Accept-Language` header. */
  readonly acceptLanguage?: string | undefined
  /** The reference id of the error: 32 hex digits. */
  readonly reference?: string | undefined
}

/** Header fields as people write them; a list of values makes one field for each. */
export type HeadersInput = HeaderList | Headers | Readonly<Record<string, string | readonly string[]>>

/** Returns header fields as a list, in the order given. */
export function toHeaderList(headers: HeadersInput): HeaderList {
  if (isHeaderList(headers)) return headers
  if (headers instanceof Headers) return [...headers]
  return Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => [name, one] as const),
  )
}

function isHeaderList(headers: HeadersInput): headers is HeaderList {
  return Array.isArray(headers)
}
