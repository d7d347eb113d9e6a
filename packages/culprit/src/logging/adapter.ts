import type { CallerMarker } from './location.ts'
import { mergeExtra, safeExtra, type LogCall } from './log-call.ts'
import { LogMethods } from './log-methods.ts'
import type { LogSettings } from './log-settings.ts'

/** Settings of an adapter. */
export interface LoggerAdapterOptions {
  /** Whether a call's own fields are kept, and win; otherwise the adapter's take their place. @default false */
  readonly mergeExtra?: boolean | undefined
}

/**
 * Logs to another logger with fields added to every record: `log.with({ requestId })`. Override `process` to
 * change calls in other ways. Adapters can be put around adapters.
 */
export class LoggerAdapter extends LogMethods {
  readonly logger: LogMethods
  readonly extra: Readonly<Record<string, unknown>>
  readonly #merges: boolean

  constructor(
    logger: LogMethods,
    extra: Readonly<Record<string, unknown>> = {},
    { mergeExtra: merges = false }: LoggerAdapterOptions = {},
  ) {
    super()
    this.logger = logger
    this.extra = safeExtra(extra)
    this.#merges = merges
  }

  get name(): string {
    return this.logger.name
  }

  get threshold(): number {
    return this.logger.threshold
  }

  get host(): LogSettings {
    return this.logger.host
  }

  /** Returns the call with the adapter's fields in it. */
  process(call: LogCall): LogCall {
    return { ...call, extra: this.#merges ? mergeExtra(this.extra, call.extra) : this.extra }
  }

  dispatch(level: number, caller: CallerMarker, call: LogCall): void {
    this.logger.dispatch(level, caller, this.process(call))
  }

  /** Returns a logger that adds more fields; those of a call win over the adapter's, later ones over earlier. */
  with(extra: Readonly<Record<string, unknown>>): LoggerAdapter {
    return new LoggerAdapter(this, extra, { mergeExtra: true })
  }
}
