import { SafeHtml } from '../html/html.ts'
import { type HeadersInput, toHeaderList } from '../http/reply.ts'
import type { Answer, HeaderList } from './answer.ts'
import { checkReply, checkStatus } from './check-answer.ts'

/** `[body, status]`, `[body, headers]` or `[body, status, headers]`. */
export type AnswerTuple = readonly [body: unknown, statusOrHeaders: unknown, headers?: unknown]

/**
 * Returns whether an array says body, status and headers, rather than being JSON itself. It does when its second part is
 * a status (200 to 599) or `Headers`; after text and bytes, any number or object is taken for status or headers. So
 * `[{ id: 'a' }, { id: 'b' }]` is JSON; a list such as `[1, 404]` must be wrapped to be.
 */
export function isTuple(value: unknown): value is AnswerTuple {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) return false
  const [body, second]: readonly unknown[] = value
  if (isStatus(second)) return true
  if (value.length === 3) return false
  return second instanceof Headers || (isText(body) && (typeof second === 'number' || isPlainObject(second)))
}

/**
 * Returns an answer with the status and the headers that stand beside its body. Headers replace those of the body.
 *
 * @throws {TypeError} when status or headers cannot be sent, or when the body is the framework's own kind of answer.
 */
export function withOverrides(answer: Answer, tuple: AnswerTuple): Answer {
  const [, second, third] = tuple
  const status = typeof second === 'number' ? second : undefined
  const headers = toHeaders(status === undefined ? second : third)
  if (answer.kind === 'reply') {
    const { kind, body } = answer
    const chosen = status ?? answer.status
    if (headers.length === 0) return { kind, status: checkStatus(chosen), headers: answer.headers, body }
    const kept = answer.headers.filter(([name]) => !hasHeader(headers, name))
    return checkReply({ kind, status: chosen, headers: [...kept, ...headers], body })
  }
  if (answer.kind !== 'response') {
    throw new TypeError(
      'Status and headers beside a body need a body that is text, bytes, JSON or a Response.',
    )
  }
  return { kind: 'response', response: copyResponse(answer.response, status, headers) }
}

function copyResponse(response: Response, status: number | undefined, extra: HeaderList): Response {
  const headers = new Headers(response.headers)
  for (const [name] of extra) headers.delete(name)
  for (const [name, value] of extra) headers.append(name, value)
  return new Response(response.body, { status: status ?? response.status, headers })
}

function toHeaders(value: unknown): HeaderList {
  if (value === undefined || value === null) return []
  if (!isHeaders(value))
    throw new TypeError('Headers beside a body must be an object, a list of pairs or Headers.')
  return toHeaderList(value).map(([name, one]) => [name, String(one)] as const)
}

function isHeaders(value: unknown): value is HeadersInput {
  return value instanceof Headers || isPlainObject(value) || (Array.isArray(value) && value.every(isPair))
}

function isPair(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2
}

function hasHeader(headers: HeaderList, name: string): boolean {
  return headers.some(([other]) => other.toLowerCase() === name.toLowerCase())
}

function isStatus(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 200 && value <= 599
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Uint8Array || value instanceof SafeHtml
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const proto: unknown = Object.getPrototypeOf(value)
  return proto === Object.prototype || proto === null
}
