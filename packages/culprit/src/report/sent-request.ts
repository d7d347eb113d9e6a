import type { SentRequest, SentUser } from '@culprit/wire'
import type { RequestData } from '../handlers/request-data.ts'

/** What a report tells of a request, apart from secrets, which are taken out later. */
export interface SentRequestFacts {
  readonly request: SentRequest
  /** What is known of who is signed in. */
  readonly user: SentUser | undefined
  /** `GET /users/:id`, with the path itself where the route's pattern is not known. */
  readonly transaction: string
}

const maxHeaders = 100
const maxCookies = 100
const maxTransaction = 200

/**
 * Returns a request as the protocol has it: query and cookies apart, at most 100 headers and cookies each, and a body of
 * at most `maxBody` characters.
 */
export function toSentRequest(data: RequestData, maxBody: number): SentRequestFacts {
  const { method, headers, remoteAddress, route } = data
  const { path, query } = splitUrl(data.url)
  const cookie = headers['cookie']
  const body = maxBody === 0 ? undefined : bodyOf(data.body, maxBody)
  return {
    request: {
      method,
      url: path,
      ...(query !== '' && { query_string: query }),
      headers: sentHeaders(headers),
      ...(typeof cookie === 'string' && { cookies: parseCookies(cookie) }),
      ...(body !== undefined && { data: body }),
      ...(remoteAddress !== undefined && { env: { REMOTE_ADDR: remoteAddress } }),
    },
    user: userOf(data.user),
    transaction: `${method} ${route ?? pathOf(path)}`.slice(0, maxTransaction),
  }
}

function splitUrl(url: string): { readonly path: string; readonly query: string } {
  const fragment = url.indexOf('#')
  const whole = fragment < 0 ? url : url.slice(0, fragment)
  const mark = whole.indexOf('?')
  return mark < 0 ? { path: whole, query: '' } : { path: whole.slice(0, mark), query: whole.slice(mark + 1) }
}

function pathOf(url: string): string {
  const scheme = url.indexOf('://')
  if (scheme < 0) return url
  const slash = url.indexOf('/', scheme + 3)
  return slash < 0 ? '/' : url.slice(slash)
}

function sentHeaders(headers: RequestData['headers']): Readonly<Record<string, string>> {
  const sent: [string, string][] = []
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name.toLowerCase() === 'cookie') continue
    if (sent.length >= maxHeaders) break
    sent.push([name, typeof value === 'string' ? value : value.join(', ')])
  }
  return Object.fromEntries(sent)
}

/** https://www.rfc-editor.org/rfc/rfc6265#section-4.2.1 */
function parseCookies(header: string): Readonly<Record<string, string>> {
  const cookies: [string, string][] = []
  for (const pair of header.split(';', maxCookies)) {
    const equals = pair.indexOf('=')
    const name = pair.slice(0, Math.max(0, equals)).trim()
    if (name !== '') cookies.push([name, pair.slice(equals + 1).trim()])
  }
  return Object.fromEntries(cookies)
}

/** Bytes and streams say little; what was parsed is cut when it is copied. */
function bodyOf(body: unknown, max: number): unknown {
  if (body === undefined || body === null || body === '') return undefined
  if (typeof body === 'string') return body.length > max ? `${body.slice(0, max)}...` : body
  if (Buffer.isBuffer(body)) return `[${body.byteLength} bytes]`
  if (typeof body === 'number' || typeof body === 'boolean') return String(body)
  if (typeof body !== 'object') return undefined
  if ('pipe' in body || body instanceof ReadableStream) return undefined
  return Object.keys(body).length === 0 ? undefined : body
}

/** No mail address: what is signed in is told by id and name unless the application says more by `setUser`. */
function userOf(user: unknown): SentUser | undefined {
  if (typeof user !== 'object' || user === null) return undefined
  const id = plain(user, 'id')
  const username = plain(user, 'username')
  if (id === undefined && username === undefined) return undefined
  return { ...(id !== undefined && { id }), ...(username !== undefined && { username: String(username) }) }
}

function plain(user: object, key: string): string | number | undefined {
  try {
    const value: unknown = Reflect.get(user, key)
    return typeof value === 'string' || typeof value === 'number' ? value : undefined
  } catch {
    return undefined
  }
}
