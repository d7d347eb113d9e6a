import type { CallerMarker } from '../location.ts'
import { callOptions, safeExtra } from '../log-call.ts'
import type { Logger } from '../logger.ts'
import { defaultManager } from '../manager.ts'
import type { MessageArgs } from '../message.ts'
import { deliverWithout, isDelivering } from '../suppression.ts'
import type { BridgeOptions } from './bridge.ts'

/** Most loggers below a bridge's own; further parts of a library log to the bridge's own logger. */
const MAX_CHILDREN = 1000

/** Longest name of a logger below a bridge's own. */
const MAX_NAME = 200

/** Stands for all bridges: while one hands on a record, none makes another. */
const BRIDGED: object = Object.freeze({})

const FROM_ERROR = callOptions({ locationFrom: 'error' })
const NO_ARGS: readonly unknown[] = []

/** What a library logged; `caller` is the library's logging function that is being called, for the location. */
export interface ForeignEntry {
  readonly level: number
  readonly msg: unknown
  readonly args?: MessageArgs | undefined
  readonly error?: unknown
  readonly extra?: Readonly<Record<string, unknown>> | undefined
  readonly caller?: CallerMarker | undefined
  /** @default the bridge's own logger */
  readonly logger?: Logger | undefined
}

/**
 * The way of another library's lines to our loggers. Lines that come up while a bridged record is handled, also
 * later in the same async context, are dropped and counted: what a handler's own mail or database library logs
 * must not be handled again.
 */
export class ForeignLog {
  readonly logger: Logger
  readonly #children = new Map<string, Logger>()
  readonly #losses = new Map<string, number>()
  #isMuted = false

  constructor(library: string, { manager = defaultManager(), name = library }: BridgeOptions = {}) {
    this.logger = manager.getLogger(name)
  }

  /** Lines that did not become records, by reason. */
  get losses(): ReadonlyMap<string, number> {
    return this.#losses
  }

  /** Returns the logger of a part of the library, below the bridge's own; at most 1,000 of them. */
  child(part: string): Logger {
    const known = this.#children.get(part)
    if (known !== undefined) return known
    if (part === '' || part.length > MAX_NAME || this.#children.size >= MAX_CHILDREN) return this.logger
    const child = this.logger.getChild(part)
    this.#children.set(part, child)
    return child
  }

  /** Makes all guarded listeners do nothing from now on: some libraries have no way to take one back. */
  mute(): void {
    this.#isMuted = true
  }

  /** Returns the listener in a form to give away: it never throws and drops what bridged records cause. */
  guard<A extends readonly unknown[]>(listener: (...values: A) => void): (...values: A) => void {
    return (...values) => {
      if (this.#isMuted) return
      if (isDelivering(BRIDGED)) {
        this.#count('reentrant')
        return
      }
      try {
        listener(...values)
      } catch (error) {
        this.#count('failed')
        this.logger.host.failed(error)
      }
    }
  }

  /** Makes a record of what a library logged, if its logger takes the level. */
  write({ level, msg, args = NO_ARGS, error, extra, caller, logger = this.logger }: ForeignEntry): void {
    if (level < logger.threshold) return
    const options = caller === undefined && error !== undefined ? FROM_ERROR : undefined
    const fields = extra === undefined ? undefined : safeExtra(extra)
    deliverWithout(BRIDGED, () =>
      logger.dispatch(level, caller ?? nobody, { msg, args, error, extra: fields, options }),
    )
  }

  #count(reason: string): void {
    this.#losses.set(reason, (this.#losses.get(reason) ?? 0) + 1)
  }
}

/** Is on no stack, so that a location nobody knows is said to be unknown instead of guessed. */
function nobody(): void {
  // Only its identity matters.
}
