import { SafeHtml } from '../html/html.ts'
import type { ErrorPages } from './error-pages.ts'
import { genericPages } from './generic-pages.ts'
import type { Representation } from './negotiate.ts'
import type { ErrorProblem } from './problem.ts'
import { type HeaderList, type HeadersInput, type PageRequest, type Reply, toHeaderList } from './reply.ts'
import { statusDescription, statusPhrase } from './status.ts'

/** What every HTTP exception can be given. */
export interface HttpExceptionOptions {
  /** What the visitor reads instead of the class's text; escaped on the page unless it is `html` or `raw`. */
  readonly description?: string | SafeHtml | null | undefined
  /** The whole answer: it is sent as it is, and everything else is ignored. */
  readonly response?: Response | undefined
  /** Header fields to add to the answer. */
  readonly headers?: HeadersInput | undefined
  /** What went wrong underneath. */
  readonly cause?: unknown
}

const brand = Symbol.for('culprit.http-exception')
const inspect = Symbol.for('nodejs.util.inspect.custom')

/**
 * An error that is an answer: thrown anywhere in a request, it becomes the page of its status. Subclasses say their
 * `static code`; it decides which handlers are looked up, while the `code` of an instance is only the status sent.
 * A class without a code answers 500.
 */
export class HttpException extends Error {
  static {
    Object.defineProperty(this.prototype, brand, { value: true })
    Object.defineProperty(this.prototype, inspect, { value: inspectException })
  }

  /** The status code that handlers are registered for. */
  static readonly code: number | undefined = undefined
  /** What the visitor reads when nothing else is given; undefined means the text of the table of status codes. */
  static readonly description: string | undefined = undefined

  /** The status that is sent; undefined counts as 500. Changing it does not change which handler is found. */
  code: number | undefined
  /** What the visitor reads; plain text, empty when there is nothing to say. */
  description: string
  /** The reference id under which the error was logged and reported: 32 hex digits, set by dispatch. */
  declare reference?: string
  declare readonly response?: Response
  readonly #headers: HeaderList
  readonly #safeDescription: SafeHtml | undefined

  constructor(options?: string | SafeHtml | HttpExceptionOptions | null) {
    const given = toOptions(options)
    const { description, response, headers } = given
    const code = new.target.code
    const text = String(description ?? new.target.description ?? statusDescription(code))
    super(text, 'cause' in given ? { cause: given.cause } : undefined)
    this.code = code
    this.description = text
    this.#headers = headers === undefined ? [] : toHeaderList(headers)
    this.#safeDescription = description instanceof SafeHtml ? description : undefined
    if (response !== undefined) this.response = response
  }

  /** Returns true for an HTTP exception, also for one of another copy of this package. Never throws. */
  static isHttpException(value: unknown): value is HttpException {
    try {
      return value instanceof Error && brand in value
    } catch {
      // A revoked proxy.
      return false
    }
  }

  /** The class's name, `NotFound`. The phrase of the status is `phrase`. */
  override get name(): string {
    return this.constructor.name
  }

  override set name(value: string) {
    Object.defineProperty(this, 'name', { value, writable: true, configurable: true })
  }

  /** The phrase of the status, `Not Found`; 'Unknown' when the code is none or not known. */
  get phrase(): string {
    return statusPhrase(this.code)
  }

  /** The status that is sent: `code` where that is one, else 500. */
  get status(): number {
    return statusToSend(this.code)
  }

  /** Returns the header fields this exception adds to its answer, such as `Allow`. Subclasses extend it. */
  getHeaders(): HeaderList {
    return this.#headers
  }

  /** Returns the generic body in one representation, ending with a line feed. */
  getBody(representation: Representation = 'html'): string {
    return genericPages.body(genericPages.partsOf(this.toProblem(), this.#anyRequest()), representation)
  }

  /**
   * Returns the generic answer to a request, in the representation its `Accept` asks for. It ignores `response`, which
   * is no `Reply`. With `pages` that have functions of the application it may be a promise; it never fails.
   */
  getReply(request: PageRequest): Reply
  getReply(request: PageRequest, pages: ErrorPages | undefined): Reply | Promise<Reply>
  getReply(request: PageRequest, pages: ErrorPages = genericPages): Reply | Promise<Reply> {
    return pages.reply(this.toProblem(), { ...request, reference: request.reference ?? this.reference })
  }

  /**
   * Returns the answer as a web `Response`: the very object that was given as `response`, else a new one with status,
   * headers and body (HTML when no request is given).
   */
  getResponse(request?: Pick<PageRequest, 'accept' | 'acceptLanguage'>): Response {
    if (this.response !== undefined) return this.response
    const reply = genericPages.reply(this.toProblem(), { ...this.#anyRequest(), ...request })
    const headers = new Headers()
    // Whoever replaces the body keeps the headers (and a server counts the bytes itself).
    for (const [name, value] of reply.headers) if (name !== 'Content-Length') headers.append(name, value)
    return new Response(reply.body, { status: reply.status, headers })
  }

  /** Returns what pages are made of. */
  toProblem(): ErrorProblem {
    const safe = this.#safeDescription
    // Both may have been changed, by code that is not type-checked too.
    const description = String(this.description ?? '')
    return {
      status: this.status,
      phrase: this.phrase,
      description,
      descriptionHtml: safe?.toString() === description ? safe : undefined,
      headers: this.getHeaders(),
    }
  }

  #anyRequest(): PageRequest {
    return { method: 'GET', path: '', reference: this.reference }
  }

  /** Returns `404 Not Found: description`; without a code `??? Unknown: description`. */
  override toString(): string {
    const title = `${this.code ?? '???'} ${this.phrase}`
    return this.description === '' ? title : `${title}: ${this.description}`
  }

  /** Returns what API clients read; `name` is the phrase of the status. */
  toJSON(): { readonly code: number | undefined; readonly name: string; readonly description: string } {
    return { code: this.code, name: this.phrase, description: this.description }
  }
}

/** Returns `<NotFound '404: Not Found'>` where Node cuts nested values; elsewhere the stack, as for every error. */
function inspectException(
  this: HttpException,
  depth: number,
  options: object,
  inspectAny?: (value: unknown, options: object) => string,
): string {
  return depth < 0 || inspectAny === undefined
    ? `<${this.name} '${this.code ?? '???'}: ${this.phrase}'>`
    : inspectAny(this, { ...options, customInspect: false })
}

function toOptions(
  options: string | SafeHtml | HttpExceptionOptions | null | undefined,
): HttpExceptionOptions {
  if (typeof options === 'string' || options instanceof SafeHtml) return { description: options }
  // Plain JavaScript may give anything; a number or the like is a description (EXC-4).
  if (typeof options === 'object' && options !== null) return options
  return options === undefined || options === null ? {} : { description: String(options) }
}

/** A status that can be sent with a body; what cannot be (1xx, none, nonsense) becomes 500. */
function statusToSend(code: number | undefined): number {
  return code !== undefined && Number.isInteger(code) && code >= 200 && code <= 599 ? code : 500
}
