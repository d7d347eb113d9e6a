import type { ErrorLog, LoggedRequest } from '../handlers/error-log.ts'
import { DefaultHandler } from './default-handler.ts'
import { Level } from './level.ts'
import { callOptions } from './log-call.ts'
import type { Logger } from './logger.ts'
import { defaultManager, type LogManager } from './manager.ts'
import type { TextSink } from './stderr.ts'

/** How an application's logger is set up. */
export interface ApplicationLoggerOptions {
  /** @default the process's shared manager */
  readonly manager?: LogManager | undefined
  /** Whether the level becomes DEBUG when none is set. @default false */
  readonly debug?: boolean | undefined
  /** Takes what the default handler writes. @default the process's stderr */
  readonly stderr?: TextSink | undefined
}

/** An error nobody handled: the request's path without query, its method, and the id the visitor was shown. */
export interface UnhandledError extends LoggedRequest {
  readonly error: unknown
  readonly reference?: string | undefined
}

const FROM_ERROR = callOptions({ locationFrom: 'error' })

/**
 * Returns the logger of an application by its name, ready to use: debug mode lowers its level unless one is set,
 * and a handler that writes to stderr is added unless one on the way up already takes what the logger makes.
 */
export function applicationLogger(name: string, options: ApplicationLoggerOptions = {}): Logger {
  const { manager = defaultManager(), debug = false, stderr } = options
  const logger = manager.getLogger(name)
  if (debug && logger.level === Level.NOTSET) logger.setLevel(Level.DEBUG)
  if (!hasLevelHandler(logger)) logger.addHandler(new DefaultHandler(stderr))
  return logger
}

/** Says whether any handler on the way up takes records of the logger's effective level. */
export function hasLevelHandler(start: Logger): boolean {
  const level = start.getEffectiveLevel()
  for (let logger: Logger | undefined = start; logger !== undefined; logger = logger.parent) {
    if (logger.handlers.some((handler) => handler.level <= level)) return true
    if (!logger.propagate) return false
  }
  return false
}

/**
 * Logs an unhandled error at ERROR as `Exception on /path [METHOD]` with its traceback. The record's location is
 * where the error comes from in the application, and `reference`, `path`, `method` and `user_agent` are extra fields.
 */
export function logException(logger: Logger, unhandled: UnhandledError): void {
  if (Level.ERROR < logger.threshold) return
  const { path, method, error, reference } = unhandled
  // By position: a path is a stranger's text and no format.
  const call = {
    msg: 'Exception on %s [%s]',
    args: [oneLine(path), oneLine(method)],
    error,
    options: FROM_ERROR,
  }
  logger.dispatch(Level.ERROR, logException, { ...call, extra: fieldsOf(reference, unhandled) })
}

/**
 * Returns a logger in the form that error handling writes to. Messages are taken as they are: percent signs in
 * them mean nothing.
 */
export function toErrorLog(logger: Logger): ErrorLog {
  const write = (level: number, msg: string, rest: { error?: unknown; extra?: Fields | undefined }): void => {
    logger.dispatch(level, write, { msg, args: [], ...rest, options: FROM_ERROR })
  }
  return {
    error: (message, error, reference, request) => {
      if (Level.ERROR < logger.threshold) return
      write(Level.ERROR, message, { error, extra: fieldsOf(reference, request) })
    },
    info: (message) => {
      if (Level.INFO >= logger.threshold) write(Level.INFO, message, {})
    },
  }
}

type Fields = Readonly<Record<string, string>>

/** Named as the fields of a request's context are, so that one format shows either. */
function fieldsOf(reference: string | undefined, request: LoggedRequest | undefined): Fields | undefined {
  if (reference === undefined && request === undefined) return undefined
  const { path, method, userAgent } = request ?? {}
  return {
    ...(reference !== undefined && { reference }),
    ...(path !== undefined && { path }),
    ...(method !== undefined && { method }),
    ...(userAgent !== undefined && { user_agent: userAgent.slice(0, maxUserAgent) }),
  }
}

/** Characters of a `User-Agent` header; a client may send kilobytes. */
const maxUserAgent = 500

/** Paths come from strangers: a line end in one must not begin a line of the log. */
function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (char) => {
    const code = char.charCodeAt(0).toString(16)
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`
  })
}
