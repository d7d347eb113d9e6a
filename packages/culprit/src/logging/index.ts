export { runWithContext, currentContext, type ContextFields } from './context.ts'
export { NameFilter, type Filter, type FilterFunction, type FilterResult } from './filter.ts'
export { errorText } from './format-error.ts'
export { BufferingFormatter, Formatter, type FormatterOptions, type FormatStyle } from './formatter.ts'
export { Handler } from './handler.ts'
export { Level, LevelNames, levelNumber, type LevelInput } from './level.ts'
export type { SourceLocation } from './location.ts'
export { LogRecord, type LocationFrom, type LogRecordInit, type RecordOrigin } from './record.ts'
export { deliverWithout, isDelivering } from './suppression.ts'
export { LoggerAdapter, type LoggerAdapterOptions } from './adapter.ts'
export { LastResortHandler } from './last-resort.ts'
export { callOptions, CallOptions, type CallOptionsInit, type LogCall } from './log-call.ts'
export { LogMethods } from './log-methods.ts'
export { Logger, type LoggerHost, type RecordFactory } from './logger.ts'
export { defaultManager, getLogger, LogManager, type LoggerClass, type LogManagerOptions } from './manager.ts'
export {
  applicationLogger,
  type ApplicationLoggerOptions,
  hasLevelHandler,
  logException,
  toErrorLog,
  type UnhandledError,
} from './application-logger.ts'
export { DEFAULT_FORMAT, DefaultHandler } from './default-handler.ts'
export { JsonFormatter, type JsonFormatterOptions } from './json-formatter.ts'
export { makeLogRecord } from './make-record.ts'
export { basicConfig, type BasicConfig } from './basic-config.ts'
export type { FilterConfig, FormatterConfig, HandlerConfig, HandlerLookup, LoggerConfig, LoggingConfig } from './config.ts'
export { LoggingConfigError } from './config-error.ts'
export { configure } from './configure.ts'
