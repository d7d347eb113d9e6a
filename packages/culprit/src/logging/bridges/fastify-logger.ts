import { createRedactor, type Redactor } from '@culprit/redact'
import { Level } from '../level.ts'
import type { CallerMarker } from '../location.ts'
import { mergeExtra, readCall } from '../log-call.ts'
import type { Logger } from '../logger.ts'
import type { BridgeOptions } from './bridge.ts'
import { foreignLevel } from './foreign-level.ts'
import { ForeignLog } from './foreign-log.ts'

type Fields = Readonly<Record<string, unknown>>
type Serializers = Readonly<Record<string, unknown>>

/** What all children of one logger share, and what each has of its own. */
interface FastifyLoggerParts {
  readonly log: ForeignLog
  readonly redactor: Redactor
  readonly bindings: Fields | undefined
  readonly serializers: Serializers
}

/**
 * Returns a logger for Fastify, `Fastify({ loggerInstance: fastifyLogger() })`: what it and its plugins log goes
 * to the logger `fastify`, with the fields of the request. It takes pino's argument order. Applications that keep
 * pino use `bridgePino` instead.
 */
export function fastifyLogger(options: BridgeOptions = {}): FastifyLogger {
  const log = new ForeignLog('fastify', options)
  return new FastifyLogger({ log, redactor: createRedactor(), bindings: undefined, serializers: {} })
}

/** A logger with the methods of pino that Fastify uses. */
export class FastifyLogger {
  readonly #parts: FastifyLoggerParts

  constructor(parts: FastifyLoggerParts) {
    this.#parts = parts
  }

  /** The name of the lowest level that is logged, as pino calls it. */
  get level(): string {
    const { threshold } = this.#logger
    return LEVELS.find(([, number]) => number >= threshold)?.[0] ?? 'silent'
  }

  /** Sets the level of the logger `fastify`, for all its children. */
  set level(name: string) {
    this.#logger.setLevel(foreignLevel(name, this.#logger.host.levels))
  }

  /** Returns a logger that adds fields to every line; called by Fastify for each request. */
  child(bindings: Fields, options: { readonly serializers?: Serializers | undefined } = {}): FastifyLogger {
    const { serializers } = this.#parts
    const own = options.serializers === undefined ? serializers : { ...serializers, ...options.serializers }
    return new FastifyLogger({
      ...this.#parts,
      bindings: mergeExtra(this.#parts.bindings, bindings),
      serializers: own,
    })
  }

  trace(message: unknown, ...values: unknown[]): void {
    if (Level.TRACE >= this.#logger.threshold) this.#call(Level.TRACE, this.trace, [message, ...values])
  }

  debug(message: unknown, ...values: unknown[]): void {
    if (Level.DEBUG >= this.#logger.threshold) this.#call(Level.DEBUG, this.debug, [message, ...values])
  }

  info(message: unknown, ...values: unknown[]): void {
    if (Level.INFO >= this.#logger.threshold) this.#call(Level.INFO, this.info, [message, ...values])
  }

  warn(message: unknown, ...values: unknown[]): void {
    if (Level.WARNING >= this.#logger.threshold) this.#call(Level.WARNING, this.warn, [message, ...values])
  }

  error(message: unknown, ...values: unknown[]): void {
    if (Level.ERROR >= this.#logger.threshold) this.#call(Level.ERROR, this.error, [message, ...values])
  }

  fatal(message: unknown, ...values: unknown[]): void {
    if (Level.CRITICAL >= this.#logger.threshold) this.#call(Level.CRITICAL, this.fatal, [message, ...values])
  }

  /** Logs nothing, as pino's method of that name. */
  silent(): void {
    // What is logged at this level is for nobody.
  }

  get #logger(): Logger {
    return this.#parts.log.logger
  }

  #call(level: number, caller: CallerMarker, [message, ...values]: readonly unknown[]): void {
    const { log, bindings } = this.#parts
    log.guard(() => {
      const { msg, args, error, extra } = readCall(message, values, log.logger.host.sites)
      const given = mergeExtra(bindings, extra)
      const fields = given && this.#serialized(given)
      // An object alone has no text; it may be a request with all its headers.
      const text = typeof msg === 'object' && msg !== null ? this.#objectText(extra, fields, msg) : msg
      log.write({ level, caller, msg: text, args, error, extra: fields })
    })()
  }

  #objectText(extra: Fields | undefined, fields: Fields | undefined, object: object): string {
    const names = extra === undefined ? undefined : Object.keys(extra)
    const shown = names === undefined ? this.#parts.redactor.redact(object).value : pick(fields ?? {}, names)
    return JSON.stringify(shown)
  }

  /** Requests and replies are large and hold secrets: what Fastify's serializers make of them is logged. */
  #serialized(fields: Fields): Fields {
    const { serializers, redactor } = this.#parts
    const entries = Object.entries(fields).map(([name, value]) => {
      const serialize = serializers[name]
      return [name, typeof serialize === 'function' ? Reflect.apply(serialize, undefined, [value]) : value]
    })
    const shown = redactor.redact(Object.fromEntries(entries)).value
    return Object.fromEntries<unknown>(Object.entries(shown ?? {}))
  }
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, fields[name]]))
}

const LEVELS: readonly (readonly [string, number])[] = [
  ['trace', Level.TRACE],
  ['debug', Level.DEBUG],
  ['info', Level.INFO],
  ['warn', Level.WARNING],
  ['error', Level.ERROR],
  ['fatal', Level.CRITICAL],
]
