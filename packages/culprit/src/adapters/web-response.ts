import type { Answer, HeaderList, ReplyBody } from '../handlers/answer.ts'
import { hasRepeatedName } from './grouped-headers.ts'

/** The header that carries the reference id of the error that was answered. */
const referenceHeader = 'X-Request-Error'

/** Statuses whose responses have no body, which the constructor of `Response` insists on (Fetch, "null body status"). */
const nullBodyStatuses: ReadonlySet<number> = new Set([204, 205, 304])

/** Not an HTTP status of the standard, but what nginx logs for it: the client is gone, so nobody reads this. */
const clientClosedRequest = 499

/**
 * Returns an answer as a web `Response`. A response that a handler returned stays the very same object; HEAD gets the
 * headers of GET without a body. What a `Response` cannot be (a status below 200, a malformed header) becomes a plain
 * 500, since nobody is left to be told. A native answer is the framework's; of those only responses are sent.
 */
export function toWebResponse(answer: Answer, method: string): Response {
  switch (answer.kind) {
    case 'response':
      return answer.response
    case 'none':
      return new Response(null, { status: clientClosedRequest })
    case 'native':
      return answer.value instanceof Response ? answer.value : lastResort()
    case 'reply':
      try {
        const { status } = answer
        const body = method === 'HEAD' || nullBodyStatuses.has(status) ? null : bodyInit(answer.body)
        return new Response(body, { status, headers: headersInit(answer.headers, body === null) })
      } catch {
        return lastResort()
      }
  }
}

/** Adds the reference id to a response that a handler made; one that was fetched elsewhere may not be changed. */
export function addReference(response: Response, reference: string): void {
  try {
    if (!response.headers.has(referenceHeader)) response.headers.set(referenceHeader, reference)
  } catch {
    // Its headers are immutable: it goes out as it is.
  }
}

/** Bytes are copied, since a body may not be a view of shared memory. */
function bodyInit(body: ReplyBody): string | Uint8Array<ArrayBuffer> | null {
  return body instanceof Uint8Array ? new Uint8Array(body) : body
}

/**
 * A record where it can be: servers pass it on as it is, while `Headers` are taken apart again. The length of a body that
 * is there is left out: servers count what they send, and whoever replaces the body keeps the headers.
 */
function headersInit(list: HeaderList, withLength: boolean): Record<string, string> | Headers {
  const usual = withLength ? undefined : usualHeaders(list)
  if (usual !== undefined) return usual
  if (hasRepeatedName(list)) {
    const headers = new Headers(list.map(([name, value]) => [name, value]))
    if (!withLength) headers.delete('Content-Length')
    return headers
  }
  return Object.fromEntries(withLength ? list : list.filter((field) => field[0] !== 'Content-Length'))
}

/** What most answers have is written out: adding names one by one costs three times as much. */
function usualHeaders(list: HeaderList): Record<string, string> | undefined {
  const [type, length, id] = list
  if (list.length !== 3 || type?.[0] !== 'Content-Type') return undefined
  if (length?.[0] !== 'Content-Length' || id?.[0] !== referenceHeader) return undefined
  return { 'Content-Type': type[1], [referenceHeader]: id[1] }
}

function lastResort(): Response {
  return new Response('Internal Server Error\n', {
    status: 500,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' },
  })
}
