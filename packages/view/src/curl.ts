import type { Pair, RequestView } from './event-view.ts'
import type { Json } from './json.ts'

/** What a curl command may contain. */
export interface CurlOptions {
  /** True to write cookies and credential headers too. @default false */
  readonly credentials?: boolean
}

const credentialHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-api-key',
  'x-auth-token',
  'x-csrf-token',
  'x-xsrf-token',
])

/** Headers that curl sets itself, and rightly. */
const ownHeaders: ReadonlySet<string> = new Set([
  'content-length',
  'host',
  'connection',
  'transfer-encoding',
  'accept-encoding',
])

/**
 * Returns a curl command that sends the request again. Everything from the request is quoted for a POSIX
 * shell (`$'...'` where it holds control or invisible characters), `--globoff` and `--path-as-is` keep curl
 * from rewriting the address, and names that curl would read as a file (`@name`) are left out.
 */
export function curlCommand(request: RequestView, options: CurlOptions = {}): string {
  const method = /^[A-Za-z]{1,20}$/.test(request.method) ? request.method.toUpperCase() : 'GET'
  const body = bodyOf(request)
  const parts = [
    'curl --path-as-is --globoff',
    ...(method === 'GET' && body === undefined ? [] : [`--request ${method}`]),
    `--url ${shellQuote(urlOf(request))}`,
    ...request.headers
      .filter((pair) => mayBeSent(pair, options))
      .map(([name, value]) => `--header ${shellQuote(header(name, value))}`),
    ...cookieOf(request, options),
    ...(body === undefined ? [] : [`--data-raw ${shellQuote(body)}`]),
  ]
  return parts.join(' \\\n  ')
}

/** Returns a text as one word of a POSIX shell. A NUL, which no argument can hold, is dropped. */
export function shellQuote(text: string): string {
  const clean = text.toWellFormed().replaceAll('\0', '')
  if (!invisible.test(clean)) return `'${clean.replaceAll("'", `'\\''`)}'`
  const escaped = clean.replace(/[\\']/g, '\\$&').replace(new RegExp(invisible, 'gu'), escapeChar)
  return `$'${escaped}'`
}

const invisible: RegExp =
  /[\u0001-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u

function escapeChar(char: string): string {
  const code = char.codePointAt(0) ?? 0
  if (char === '\n') return '\\n'
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`
}

function mayBeSent([name, value]: Pair, options: CurlOptions): boolean {
  const key = name.toLowerCase()
  if (!/^[!#$%&'*+\-.^_`|~0-9a-z]+$/.test(key) || ownHeaders.has(key)) return false
  if (key === 'cookie' || value === '[Filtered]') return false
  return options.credentials === true || !credentialHeaders.has(key)
}

/** curl drops a header whose value is empty unless it ends in a semicolon. A line break would start another one. */
function header(name: string, value: string): string {
  const flat = value.replace(/[\r\n]+/g, ' ')
  return flat.trim() === '' ? `${name};` : `${name}: ${flat}`
}

function cookieOf(request: RequestView, options: CurlOptions): readonly string[] {
  if (options.credentials !== true || request.cookies.length === 0) return []
  const text = request.cookies.map(([name, value]) => `${name}=${value}`).join('; ')
  return [`--header ${shellQuote(header('Cookie', text))}`]
}

function urlOf(request: RequestView): string {
  const query = encodePairs(request.query)
  if (query === '' || request.url.includes('?')) return request.url
  return `${request.url}?${query}`
}

const encodePairs = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')

const encode = (text: string): string => encodeURIComponent(text.toWellFormed())

function bodyOf({ body, headers }: RequestView): string | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body !== 'object') return String(body)
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  if (type.startsWith('application/x-www-form-urlencoded') && !Array.isArray(body)) {
    return encodePairs(Object.entries(body).map(([name, value]) => [name, formValue(value)]))
  }
  return JSON.stringify(body)
}

const formValue = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))
