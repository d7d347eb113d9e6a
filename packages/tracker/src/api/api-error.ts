/** A request that gets an error for an answer, with the sentence that goes into `detail`. */
export class ApiError extends Error {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409
  constructor(status: ApiError['status'], detail: string) {
    super(detail)
    this.status = status
  }
}
Object.defineProperty(ApiError.prototype, 'name', { value: 'ApiError' })

/** Returns data as a response of the API. */
export function apiJson(data: unknown, options: ApiJsonOptions = {}): Response {
  return new Response(JSON.stringify(data), {
    status: options.status ?? 200,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      ...options.headers,
    },
  })
}

/** Status and further headers of an answer. */
export interface ApiJsonOptions {
  /** @default 200 */
  readonly status?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}
