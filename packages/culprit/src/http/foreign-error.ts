import type { HeaderList } from './reply.ts'

/** How errors of other libraries are read. */
export interface AdoptOptions {
  /**
   * Whether any error with an integer `statusCode` from 400 to 499 counts, as Fastify has it. Not for others: clients
   * of HTTP throw errors with the status that somebody else answered.
   */
  readonly plainStatusCode?: boolean | undefined
  /** The status that the framework's response had already, for errors that say none; from 400 to 499 it counts. */
  readonly chosenStatus?: number | undefined
  /** Whether what a parser says about a malformed body is kept (it quotes the body). */
  readonly debug?: boolean | undefined
}

/** What an HTTP error of another library says. */
export interface ForeignHttpError {
  /** 400 to 599; with a response also less. */
  readonly status: number
  /** Meant for the visitor; undefined when it is not. */
  readonly message?: string | undefined
  readonly headers?: HeaderList | undefined
  /** The answer that the error carries. */
  readonly response?: Response | undefined
}

type Reader = (error: Error, options: AdoptOptions) => ForeignHttpError | undefined

/** Returns what an error says as one of the kinds that are known, undefined when it is of none. May throw. */
export function readForeignError(error: Error, options: AdoptOptions): ForeignHttpError | undefined {
  for (const read of readers) {
    const found = read(error, options)
    if (found !== undefined) return found
  }
  return undefined
}

/** In this order: Hono's and Nest's errors could have the members of the plainer kinds too. */
const readers: readonly Reader[] = [
  readHono,
  readNest,
  readFastify,
  readHttpErrors,
  readCoBody,
  readMulter,
  readUri,
  readPlain,
  readChosen,
]

/** https://hono.dev/docs/api/exception: the message is what its own `getResponse()` would send. */
function readHono(error: Error): ForeignHttpError | undefined {
  const { status, getResponse, getStatus, res, message } = membersOf(error)
  if (typeof getResponse !== 'function' || getStatus !== undefined || typeof status !== 'number')
    return undefined
  if (!(res instanceof Response))
    return isErrorStatus(status) ? { status, message: textOf(message) } : undefined
  const response: unknown = getResponse.call(error)
  return { status, response: response instanceof Response ? response : res }
}

/**
 * https://docs.nestjs.com/exception-filters: `getResponse()` is a text, or an object whose `message` may be a list. What
 * Nest made of a parser's error, its cause, has the message of `JSON.parse`, which quotes the body.
 */
function readNest(error: Error, options: AdoptOptions): ForeignHttpError | undefined {
  const { getStatus, getResponse } = membersOf(error)
  if (typeof getStatus !== 'function' || typeof getResponse !== 'function') return undefined
  const status: unknown = getStatus.call(error)
  if (!isErrorStatus(status)) return undefined
  if (error.cause instanceof SyntaxError && options.debug !== true) return { status }
  const body: unknown = getResponse.call(error)
  const said = typeof body === 'object' && body !== null ? Reflect.get(body, 'message') : body
  return { status, message: Array.isArray(said) ? said.slice(0, 50).map(String).join('\n') : textOf(said) }
}

/** https://fastify.dev/docs/latest/Reference/Errors: coded `FST_...`, or the outcome of validation. */
function readFastify(error: Error, options: AdoptOptions): ForeignHttpError | undefined {
  const { code, validation, statusCode, message } = membersOf(error)
  if (!isClientStatus(statusCode)) return undefined
  const isFastify = (typeof code === 'string' && code.startsWith('FST_')) || Array.isArray(validation)
  if (!isFastify) return undefined
  const isSafe = !(error instanceof SyntaxError) || options.debug === true
  return { status: statusCode, message: isSafe ? textOf(message) : undefined }
}

/**
 * https://github.com/jshttp/http-errors: `status` and `statusCode` agree, and `expose` says whether visitors may read
 * the message. One of the two is enough, as in the manual of Koa (https://koajs.com/#ctx-throw-). On 5xx only errors that were made as HTTP errors count: the same members are also put on errors that
 * broke something, and those must not pass for an answer that was meant.
 */
function readHttpErrors(error: Error, options: AdoptOptions): ForeignHttpError | undefined {
  const members = membersOf(error)
  const { expose, type, message, headers, status = members.statusCode, statusCode = status } = members
  if (typeof expose !== 'boolean' || status !== statusCode || !isErrorStatus(status)) return undefined
  if (status >= 500 && !isMadeByHttpErrors(error)) return undefined
  // body-parser: the message of `JSON.parse` quotes the body.
  const isParser = type === 'entity.parse.failed' || error instanceof SyntaxError
  const isShown = expose && (!isParser || options.debug === true)
  return { status, message: isShown ? textOf(message) : undefined, headers: headersOf(headers) }
}

/** https://github.com/cojs/co-body, behind the body parsers of Koa: marks what `JSON.parse` threw, and keeps the body. */
function readCoBody(error: Error, options: AdoptOptions): ForeignHttpError | undefined {
  const { status, body, message } = membersOf(error)
  if (!(error instanceof SyntaxError) || status !== 400 || typeof body !== 'string') return undefined
  return { status, message: options.debug === true ? textOf(message) : undefined }
}

/**
 * https://github.com/expressjs/multer#error-handling: a limit of uploads, with no status at all. As Nest has it: a file
 * that is too large is a 413, everything else a 400. The messages name fields of the form and nothing of the server.
 */
function readMulter(error: Error): ForeignHttpError | undefined {
  const { code, message } = membersOf(error)
  if (error.name !== 'MulterError' || typeof code !== 'string' || !code.startsWith('LIMIT_')) return undefined
  return { status: code === 'LIMIT_FILE_SIZE' ? 413 : 400, message: textOf(message) }
}

/** Routers of Express mark an address that cannot be decoded with `status` alone, or without `expose`. */
function readUri(error: Error): ForeignHttpError | undefined {
  const { status, statusCode } = membersOf(error)
  return error instanceof URIError && (status === 400 || statusCode === 400) ? { status: 400 } : undefined
}

function readPlain(error: Error, options: AdoptOptions): ForeignHttpError | undefined {
  const { statusCode } = membersOf(error)
  return options.plainStatusCode === true && isClientStatus(statusCode) ? { status: statusCode } : undefined
}

/** An error that has a status itself, which none of the kinds above took, was not meant as the answer. */
function readChosen(error: Error, { chosenStatus }: AdoptOptions): ForeignHttpError | undefined {
  if (!isClientStatus(chosenStatus)) return undefined
  const { status, statusCode } = membersOf(error)
  return isErrorStatus(status) || isErrorStatus(statusCode) ? undefined : { status: chosenStatus }
}

/** The members that any of the kinds is known by. */
type Member =
  | 'body'
  | 'code'
  | 'expose'
  | 'getResponse'
  | 'getStatus'
  | 'headers'
  | 'message'
  | 'res'
  | 'status'
  | 'statusCode'
  | 'type'
  | 'validation'

function membersOf(error: Error): Partial<Readonly<Record<Member, unknown>>> {
  return error
}

/** Every class of http-errors descends from its `HttpError`, of whichever copy. */
function isMadeByHttpErrors(error: Error): boolean {
  let prototype: unknown = Object.getPrototypeOf(error)
  for (let depth = 0; isObject(prototype) && depth < 10; depth++) {
    const made = prototype.constructor
    if (typeof made === 'function' && made.name === 'HttpError') return true
    prototype = Object.getPrototypeOf(prototype)
  }
  return false
}

const maxHeaders = 50

function headersOf(headers: unknown): HeaderList | undefined {
  if (!isObject(headers)) return undefined
  return Object.entries(headers)
    .slice(0, maxHeaders)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)] as const),
    )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function isErrorStatus(status: unknown): status is number {
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599
}

function isClientStatus(status: unknown): status is number {
  return isErrorStatus(status) && status < 500
}
