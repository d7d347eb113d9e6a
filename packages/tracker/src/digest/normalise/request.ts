import type { Pair, RequestInfo } from '../../domain/event.ts'
import type { Json } from '../../domain/json.ts'
import { limits } from '../limits.ts'
import type { NoteTaker } from './note-taker.ts'
import { normalisePairs, parseCookies, parseQuery } from './pairs.ts'
import { flatText, isList, isObject, type Sent, setOwn, textOf } from './sent.ts'
import { trimJson, trimObject } from './trim.ts'

/**
 * Returns the HTTP request of an event; undefined when nothing was sent. Query and fragment are split off the URL,
 * header names are written in title case, the Cookie header becomes cookies, a body in text form is parsed.
 */
export function normaliseRequest(sent: Sent, notes: NoteTaker): RequestInfo | undefined {
  if (!isObject(sent)) return undefined
  const url = textOf(sent['url'], { max: limits.url, path: 'request.url', notes })
  const parts = splitUrl(url)
  const allHeaders = normalisePairs(sent['headers'], { path: 'request.headers', notes, name: titleCase })
  const cookies = cookiesOf(sent['cookies'], notes)
  const headers = allHeaders.filter(([name]) => name !== 'Cookie')
  const cookieHeader = allHeaders.find(([name]) => name === 'Cookie')?.[1]
  const request: RequestInfo = {
    method: methodOf(sent['method']),
    url: parts.url,
    query: queryOf(sent['query_string'], notes) ?? parseQuery(parts.query, { path: 'request.query', notes }),
    fragment:
      textOf(sent['fragment'], { max: limits.url, path: 'request.fragment', notes }) ?? parts.fragment,
    headers,
    cookies:
      cookies.length > 0 || !cookieHeader
        ? cookies
        : parseCookies(cookieHeader, { path: 'request.cookies', notes }),
    env: trimObject(sent['env'], { limits: limits.env, path: 'request.env', notes }) ?? {},
    body: bodyOf(sent['data'], headers, notes),
  }
  return saysSomething(request) ? request : undefined
}

/** A trailing method like `get` is read as GET; anything that is no method is left out. */
function methodOf(sent: Sent): string | undefined {
  return typeof sent === 'string' && /^[A-Za-z\-_]{3,32}$/.test(sent) ? sent.toUpperCase() : undefined
}

interface UrlParts {
  readonly url: string | undefined
  readonly query: string
  readonly fragment: string | undefined
}

function splitUrl(url: string | undefined): UrlParts {
  if (url === undefined) return { url, query: '', fragment: undefined }
  const hash = url.indexOf('#')
  const beforeHash = hash < 0 ? url : url.slice(0, hash)
  const mark = beforeHash.indexOf('?')
  return {
    url: flatText(mark < 0 ? beforeHash : beforeHash.slice(0, mark)),
    query: mark < 0 ? '' : beforeHash.slice(mark + 1),
    fragment: hash < 0 || hash === url.length - 1 ? undefined : flatText(url.slice(hash + 1)),
  }
}

function queryOf(sent: Sent, notes: NoteTaker): readonly Pair[] | undefined {
  const place = { path: 'request.query', notes }
  if (typeof sent === 'string') return sent === '' ? undefined : parseQuery(sent, place)
  if (!isObject(sent) && !isList(sent)) return undefined
  const pairs = normalisePairs(sent, place)
  return pairs.length > 0 ? pairs : undefined
}

function cookiesOf(sent: Sent, notes: NoteTaker): readonly Pair[] {
  const place = { path: 'request.cookies', notes }
  return typeof sent === 'string' ? parseCookies(sent, place) : normalisePairs(sent, place)
}

/** `content-type` and `CONTENT-TYPE` both become `Content-Type`. */
function titleCase(name: string): string {
  return name.toLowerCase().replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase())
}

function bodyOf(sent: Sent, headers: readonly Pair[], notes: NoteTaker): Json | undefined {
  if (sent === undefined || sent === null || sent === '') return undefined
  const place = { limits: limits.body, path: 'request.data', notes }
  if (typeof sent !== 'string') return trimJson(sent, place)
  return trimJson(parsedBody(sent, headers, notes) ?? sent, place)
}

function parsedBody(text: string, headers: readonly Pair[], notes: NoteTaker): Json | undefined {
  const start = text.trimStart().slice(0, 1)
  if (start === '{' || start === '[') return parsedJson(text)
  const type = headers.find(([name]) => name === 'Content-Type')?.[1] ?? ''
  if (!type.startsWith('application/x-www-form-urlencoded')) return undefined
  const fields: Record<string, Json> = {}
  for (const [name, value] of parseQuery(text, { path: 'request.data', notes })) {
    const before = Object.hasOwn(fields, name) ? fields[name] : undefined
    setOwn(fields, name, before === undefined ? value : isList(before) ? [...before, value] : [before, value])
  }
  return fields
}

function parsedJson(text: string): Json | undefined {
  try {
    // JSON.parse returns JSON values and nothing else.
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

function saysSomething({ method, url, query, headers, cookies, env, body, fragment }: RequestInfo): boolean {
  if (method ?? url ?? body ?? fragment) return true
  return query.length + headers.length + cookies.length + Object.keys(env).length > 0
}
