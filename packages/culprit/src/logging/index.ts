// Loggers
export { defaultManager, getLogger, LogManager, type LoggerClass, type LogManagerOptions } from './manager.ts'
export { Logger, type LoggerHost, type RecordFactory } from './logger.ts'
export { LoggerAdapter, type LoggerAdapterOptions } from './adapter.ts'
export { LogMethods } from './log-methods.ts'
export { callOptions, CallOptions, type CallOptionsInit, type LogCall } from './log-call.ts'
export { currentContext, runWithContext, type ContextFields } from './context.ts'
export {
  applicationLogger,
  hasLevelHandler,
  logException,
  toErrorLog,
  type ApplicationLoggerOptions,
  type UnhandledError,
} from './application-logger.ts'

// Setting up
export { basicConfig, type BasicConfig } from './basic-config.ts'
export { configure } from './configure.ts'
export { LoggingConfigError } from './config-error.ts'
export type {
  FilterConfig,
  FormatterConfig,
  HandlerConfig,
  HandlerLookup,
  LoggerConfig,
  LoggingConfig,
} from './config.ts'

// Records, levels and filters
export { Level, LevelNames, levelNumber, type LevelInput } from './level.ts'
export {
  LogRecord,
  type LocationFrom,
  type LocationSite,
  type LogRecordInit,
  type RecordOrigin,
} from './record.ts'
export { makeLogRecord } from './make-record.ts'
export type { MessageArgs } from './message.ts'
export type { SourceLocation } from './location.ts'
export { NameFilter, type Filter, type FilterFunction, type FilterResult } from './filter.ts'
export { oncePerError, type OncePerErrorOptions } from './once-per-error.ts'

// Formatters
export { BufferingFormatter, Formatter, type FormatterOptions, type FormatStyle } from './formatter.ts'
export { JsonFormatter, type JsonFormatterOptions } from './json-formatter.ts'
export { errorText } from './format-error.ts'

// Handlers
export { Handler } from './handler.ts'
export { DEFAULT_FORMAT, DefaultHandler } from './default-handler.ts'
export { LastResortHandler } from './last-resort.ts'
export { deliverWithout, isDelivering } from './suppression.ts'
export { FileHandler, type FileHandlerOptions } from './handlers/file-handler.ts'
export { FingersCrossedHandler, type FingersCrossedOptions } from './handlers/fingers-crossed-handler.ts'
export { HttpHandler, type HttpHandlerOptions, recordFields } from './handlers/http-handler.ts'
export { MemoryHandler, type MemoryHandlerOptions } from './handlers/memory-handler.ts'
export { NetworkHandler, type NetworkHandlerOptions } from './handlers/network-handler.ts'
export { NtEventLogHandler, type NtEventLogHandlerOptions } from './handlers/nt-event-log-handler.ts'
export type { NtEvent, NtEventSource, NtEventType } from './handlers/nt-event.ts'
export { NullHandler } from './handlers/null-handler.ts'
export { QueueHandler, type QueueHandlerOptions } from './handlers/queue-handler.ts'
export { QueueListener, type QueueListenerOptions } from './handlers/queue-listener.ts'
export { RecordQueue } from './handlers/record-queue.ts'
export { RotatingBase, type RotationOptions } from './handlers/rotating-base.ts'
export { RotatingFileHandler, type RotatingFileOptions } from './handlers/rotating-file-handler.ts'
export { StreamHandler, type StreamHandlerOptions, type TextStream } from './handlers/stream-handler.ts'
export { SyslogHandler, type SyslogAddress, type SyslogHandlerOptions } from './handlers/syslog-handler.ts'
export type { StructuredData } from './handlers/syslog-message.ts'
export {
  encodePriority,
  syslogFacilities,
  syslogSeverities,
  type SyslogFacility,
  type SyslogSeverity,
} from './handlers/syslog-priority.ts'
export {
  TimedRotatingFileHandler,
  type TimedRotatingFileOptions,
} from './handlers/timed-rotating-file-handler.ts'
export type { TimeOfDay } from './handlers/rollover-time.ts'
export { WatchedFileHandler } from './handlers/watched-file-handler.ts'

// Other libraries' loggers
export { attachHandlers } from './bridges/attach-handlers.ts'
export type { Bridge, BridgeOptions } from './bridges/bridge.ts'
export {
  captureLibraries,
  type CapturedLibraries,
  type CaptureOptions,
  type LibrarySelection,
} from './bridges/capture-libraries.ts'
export { bridgeWarnings, captureWarnings } from './bridges/capture-warnings.ts'
export { bridgeConsole, type ConsoleBridgeOptions } from './bridges/bridge-console.ts'
export { bridgeDebug, type DebugBridgeOptions, type DebugModule } from './bridges/bridge-debug.ts'
export { bridgeIoredis } from './bridges/bridge-ioredis.ts'
export { bridgeKnex } from './bridges/bridge-knex.ts'
export { bridgeMongoose, type MongooseModule } from './bridges/bridge-mongoose.ts'
export { bridgeMysql2 } from './bridges/bridge-mysql2.ts'
export { bridgePg, type PgPool } from './bridges/bridge-pg.ts'
export { bridgePino } from './bridges/bridge-pino.ts'
export { bridgePrisma, type PrismaLike } from './bridges/bridge-prisma.ts'
export { bridgeProcess, type MonitoredProcess } from './bridges/bridge-process.ts'
export { bridgeUndici } from './bridges/bridge-undici.ts'
export { bridgeWinston, type WinstonLogger } from './bridges/bridge-winston.ts'
export { drizzleLogger, type DrizzleLogger } from './bridges/drizzle-logger.ts'
export { FastifyLogger, fastifyLogger } from './bridges/fastify-logger.ts'
export { knexLog, type KnexLog } from './bridges/knex-log.ts'
export type { EventSource } from './bridges/listen.ts'
export { nestLogger, type NestLogger } from './bridges/nest-logger.ts'
export type { QueryOptions } from './bridges/query-log.ts'
export { sequelizeLogging, type SequelizeLogging } from './bridges/sequelize-logging.ts'
export { typeOrmLogger, type TypeOrmLogger } from './bridges/typeorm-logger.ts'
