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

type ConstructorOptions = string | SafeHtml | HttpExceptionOptions | null | undefined

const brand = Symbol.for('culprit.http-exception')
const given: unique symbol = Symbol('culprit.given')
const inspect = Symbol.for('nodejs.util.inspect.custom')

/** What few exceptions are given; under a symbol, since private fields would make all of them cost a tenth more. */
interface Given {
  readonly headers: HeaderList
  readonly safeDescription: SafeHtml | undefined
}

interface Carrier {
  readonly [given]?: Given
}

interface Writable {
  response?: Response
}

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

  // Declared only, as the constructor assigns them: a field that is defined first costs a tenth of an error.
  /** The status that is sent; undefined counts as 500. Changing it does not change which handler is found. */
  declare code: number | undefined
  /** What the visitor reads; plain text, empty when there is nothing to say. */
  declare description: string
  /** The reference id under which the error was logged and reported: 32 hex digits, set by dispatch. */
  declare reference?: string
  declare readonly response?: Response

  constructor(options?: ConstructorOptions) {
    // No variable lives on behind this call: V8 decodes those of a constructor each time it captures a stack through it.
    super(textOf(options, new.target), causeOf(options))
    this.code = new.target.code
    this.description = this.message
    if (options !== undefined && options !== null) keepGiven(this, toOptions(options))
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
    return givenTo(this)?.headers ?? []
  }

  /** Returns the generic body in one representation, ending with a line feed. */
  getBody(representation: Representation = 'html'): string {
    return genericPages.body(genericPages.partsOf(this.toProblem(), anyRequest(this)), representation)
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
    const reply = genericPages.reply(this.toProblem(), { ...anyRequest(this), ...request })
    const headers = new Headers()
    // Whoever replaces the body keeps the headers (and a server counts the bytes itself).
    for (const [name, value] of reply.headers) if (name !== 'Content-Length') headers.append(name, value)
    return new Response(reply.body, { status: reply.status, headers })
  }

  /** Returns what pages are made of. */
  toProblem(): ErrorProblem {
    const safe = givenTo(this)?.safeDescription
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

function toOptions(options: string | SafeHtml | HttpExceptionOptions): HttpExceptionOptions {
  if (typeof options === 'string' || options instanceof SafeHtml) return { description: options }
  // Plain JavaScript may give anything; a number or the like is a description (EXC-4).
  return typeof options === 'object' ? options : { description: String(options) }
}

/** Returns the description: the one that is given, else the class's, else the one of the status. */
function textOf(options: ConstructorOptions, { code, description }: typeof HttpException): string {
  const own = options === undefined || options === null ? undefined : toOptions(options).description
  return String(own ?? description ?? statusDescription(code))
}

function causeOf(options: ConstructorOptions): ErrorOptions | undefined {
  if (typeof options !== 'object' || options === null || !('cause' in options)) return undefined
  return { cause: options.cause }
}

function keepGiven(error: Writable, { description, headers, response }: HttpExceptionOptions): void {
  const safeDescription = description instanceof SafeHtml ? description : undefined
  if (headers !== undefined || safeDescription !== undefined) {
    const value: Given = { headers: headers === undefined ? [] : toHeaderList(headers), safeDescription }
    Object.defineProperty(error, given, { value })
  }
  if (response !== undefined) error.response = response
}

function givenTo(error: HttpException & Carrier): Given | undefined {
  return error[given]
}

function anyRequest({ reference }: HttpException): PageRequest {
  return { method: 'GET', path: '', reference }
}

/** A status that can be sent with a body; what cannot be (1xx, none, nonsense) becomes 500. */
function statusToSend(code: number | undefined): number {
  return code !== undefined && Number.isInteger(code) && code >= 200 && code <= 599 ? code : 500
}
