import type { RequestFacts } from '../handlers/request-facts.ts'

/** Returns what dispatch has to know of a web `Request`. Called once an error was thrown, never before. */
export function webRequestFacts(request: Request): RequestFacts {
  return {
    method: request.method.toUpperCase(),
    path: pathOf(request.url),
    accept: request.headers.get('accept') ?? undefined,
    acceptLanguage: request.headers.get('accept-language') ?? undefined,
    disconnected: request.signal.aborted,
  }
}

/** The path is kept as it was asked for: `URL` would decode or normalise nothing here, but it costs much more. */
function pathOf(url: string): string {
  const authority = url.indexOf('://')
  const start = url.indexOf('/', authority === -1 ? 0 : authority + 3)
  if (start === -1) return '/'
  const end = url.slice(start).search(/[?#]/)
  return end === -1 ? url.slice(start) : url.slice(start, start + end)
}
