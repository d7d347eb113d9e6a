import type { BridgeOptions } from './bridge.ts'
import { errorFromStack, foreignCall } from './foreign-call.ts'
import { foreignLevel } from './foreign-level.ts'
import { ForeignLog } from './foreign-log.ts'

/** What Nest takes as its logger. */
export interface NestLogger {
  log(message: unknown, ...rest: unknown[]): void
  error(message: unknown, ...rest: unknown[]): void
  warn(message: unknown, ...rest: unknown[]): void
  debug(message: unknown, ...rest: unknown[]): void
  verbose(message: unknown, ...rest: unknown[]): void
  fatal(message: unknown, ...rest: unknown[]): void
}

/** What the arguments of a Nest logging call mean. */
interface NestCall {
  readonly values: readonly unknown[]
  readonly context: string
  readonly stack: string | undefined
}

const STACK = /\n[ \t]+at /

/**
 * Returns a logger for Nest, `NestFactory.create(AppModule, { logger: nestLogger() })` or `app.useLogger(...)`:
 * lines go to `nest.<context>`, or `nest` where there is none, `log` at INFO and `verbose` at DEBUG. A stack given
 * as text becomes the record's traceback. Our levels decide what is kept.
 */
export function nestLogger(options: BridgeOptions = {}): NestLogger {
  const log = new ForeignLog('nest', options)
  const at = (name: string): ((...values: unknown[]) => void) => {
    const level = foreignLevel(name)
    return log.guard((...given: readonly unknown[]) => {
      const { values, context, stack } = readNestCall(given, name === 'error' || name === 'fatal')
      const logger = log.child(context)
      if (level < logger.threshold) return
      const call = foreignCall(values)
      const error = call.error ?? (stack === undefined ? undefined : errorFromStack(String(call.msg), stack))
      log.write({ ...call, error, level, logger })
    })
  }
  const [error, fatal, verbose] = [at('error'), at('fatal'), at('verbose')]
  return { log: at('log'), error, warn: at('warn'), debug: at('debug'), verbose, fatal }
}

/** The last text is the context; before it, in errors, the stack may stand, which may also be undefined. */
function readNestCall(given: readonly unknown[], mayHaveStack: boolean): NestCall {
  const values = [...given]
  let context = ''
  let stack: string | undefined
  const last = values.at(-1)
  if (values.length > 1 && typeof last === 'string' && !(mayHaveStack && STACK.test(last))) {
    context = last
    values.pop()
  }
  const candidate = values.at(-1)
  if (mayHaveStack && values.length > 1 && typeof candidate === 'string' && STACK.test(candidate)) {
    stack = candidate
    values.pop()
  }
  const [first, ...rest] = values
  return { values: [first, ...rest.filter((value) => value !== undefined)], context, stack }
}
