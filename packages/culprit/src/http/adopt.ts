import { defaultExceptions } from './default-exceptions.ts'
import { type AdoptOptions, type ForeignHttpError, readForeignError } from './foreign-error.ts'
import { HttpException, type HttpExceptionOptions } from './http-exception.ts'
import { statusPhrase } from './status.ts'

export type { AdoptOptions } from './foreign-error.ts'

/**
 * Returns the HTTP exception that an error of another library stands for, with that error as its `cause`; undefined
 * when it stands for none, and is an error that nobody handled. It knows http-errors and body-parser (Express, Koa),
 * Hono's `HTTPException`, Nest's `HttpException`, and Fastify's errors. Their messages are kept only below 500, and
 * only where their library would show them. Never throws.
 */
export function adoptHttpError(error: unknown, options: AdoptOptions = {}): HttpException | undefined {
  try {
    if (HttpException.isHttpException(error)) return error
    if (!(error instanceof Error)) return undefined
    const foreign = readForeignError(error, options)
    return foreign && adopted(foreign, error)
  } catch {
    // A getter or a proxy of the application that throws: not an error we know.
    return undefined
  }
}

function adopted(foreign: ForeignHttpError, cause: Error): HttpException {
  const { status, message, headers, response } = foreign
  // A redirect and the like: it is an answer, no error that handlers are registered for.
  if (response !== undefined && status < 400) return new HttpException({ response, cause })
  const isKept = status < 500 && message !== undefined && message !== '' && message !== statusPhrase(status)
  return exceptionOf(status, {
    cause,
    ...(isKept ? { description: message } : {}),
    ...(headers === undefined ? {} : { headers }),
    ...(response === undefined ? {} : { response }),
  })
}

/** The class of the status, so that its handlers are found; a status without a class gets one of its own. */
function exceptionOf(status: number, options: HttpExceptionOptions): HttpException {
  const exception = defaultExceptions.get(status)
  if (exception === undefined) return new (classFor(status))(options)
  const made: HttpException = Reflect.construct(exception, [...leadingArguments(status), options])
  return made
}

/** What comes before the options: two classes have arguments of their own. */
function leadingArguments(status: number): readonly undefined[] {
  if (status === 405) return [undefined]
  return status === 416 ? [undefined, undefined] : []
}

function classFor(status: number): typeof HttpException {
  return class AdoptedHttpException extends HttpException {
    static override readonly code: number = status
  }
}
