import type { Filter } from './filter.ts'
import type { Formatter, FormatterOptions } from './formatter.ts'
import type { Handler } from './handler.ts'
import type { LevelInput } from './level.ts'

/** A formatter: its options, or a function that makes it. */
export type FormatterConfig = FormatterOptions | { readonly create: () => Formatter }

/** A filter: the logger name it lets pass, a filter itself, or a function that makes one. */
export type FilterConfig = { readonly name: string } | { readonly create: () => Filter } | Filter

/** Returns the handler with an id of the same configuration, made now if it was not yet. */
export type HandlerLookup = (id: string) => Handler

/**
 * A handler: a function that makes it, and settings applied to it then. `formatter` and `filters` are ids. The
 * function may ask for other handlers, in whatever order they are listed. With `incremental` only `level` is read.
 */
export interface HandlerConfig {
  readonly create?: ((handler: HandlerLookup) => Handler) | undefined
  readonly level?: LevelInput | undefined
  readonly formatter?: string | undefined
  readonly filters?: readonly string[] | undefined
}

/** A logger's settings; `handlers` and `filters` are ids. */
export interface LoggerConfig {
  readonly level?: LevelInput | undefined
  /** @default true */
  readonly propagate?: boolean | undefined
  readonly handlers?: readonly string[] | undefined
  readonly filters?: readonly string[] | undefined
}

/** The whole of a logging configuration; see `configure`. */
export interface LoggingConfig {
  readonly version: 1
  readonly formatters?: Readonly<Record<string, FormatterConfig>> | undefined
  readonly filters?: Readonly<Record<string, FilterConfig>> | undefined
  readonly handlers?: Readonly<Record<string, HandlerConfig>> | undefined
  readonly loggers?: Readonly<Record<string, LoggerConfig>> | undefined
  readonly root?: Omit<LoggerConfig, 'propagate'> | undefined
  /** Whether only levels and `propagate` change and all else stays. @default false */
  readonly incremental?: boolean | undefined
  /** Whether loggers that exist but are not named here are switched off. @default false */
  readonly disableExisting?: boolean | undefined
}
