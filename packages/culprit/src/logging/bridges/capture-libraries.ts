import type { Handler } from '../handler.ts'
import type { LevelInput } from '../level.ts'
import type { Logger } from '../logger.ts'
import { defaultManager } from '../manager.ts'
import { attachHandlers } from './attach-handlers.ts'
import { bridgeConsole } from './bridge-console.ts'
import { bridgeDebug, type DebugModule } from './bridge-debug.ts'
import { bridgeIoredis } from './bridge-ioredis.ts'
import { bridgeKnex } from './bridge-knex.ts'
import { bridgeMongoose, type MongooseModule } from './bridge-mongoose.ts'
import { bridgeMysql2 } from './bridge-mysql2.ts'
import { bridgePg, type PgPool } from './bridge-pg.ts'
import { bridgePino } from './bridge-pino.ts'
import { bridgePrisma, type PrismaLike } from './bridge-prisma.ts'
import { bridgeProcess } from './bridge-process.ts'
import { bridgeUndici } from './bridge-undici.ts'
import { bridgeWinston, type WinstonLogger } from './bridge-winston.ts'
import type { Bridge } from './bridge.ts'
import { bridgeWarnings } from './capture-warnings.ts'
import type { EventSource } from './listen.ts'
import type { QueryOptions } from './query-log.ts'

/** The libraries to listen to: true for those that need no object, else the objects. */
export interface LibrarySelection {
  readonly console?: boolean | undefined
  readonly pino?: boolean | undefined
  readonly mysql2?: boolean | undefined
  readonly ioredis?: boolean | undefined
  readonly undici?: boolean | undefined
  /** `process.on('warning')`. */
  readonly warnings?: boolean | undefined
  /** Uncaught exceptions and unhandled rejections. */
  readonly process?: boolean | undefined
  readonly debug?: DebugModule | readonly DebugModule[] | undefined
  readonly winston?: WinstonLogger | readonly WinstonLogger[] | undefined
  readonly knex?: EventSource | readonly EventSource[] | undefined
  readonly mongoose?: MongooseModule | undefined
  readonly pg?: PgPool | readonly PgPool[] | undefined
  readonly prisma?: PrismaLike | undefined
}

/** How libraries are listened to. */
export interface CaptureOptions extends Omit<QueryOptions, 'name'> {
  /** Attached to the library's loggers, as `attachHandlers` does. */
  readonly handlers?: readonly Handler[] | undefined
  /** Set on each library's logger. @default left as it is: the root's, which is WARNING unless set */
  readonly level?: LevelInput | undefined
}

/** The bridges that were made, and their loggers to attach handlers to. */
export interface CapturedLibraries extends Disposable {
  readonly bridges: readonly Bridge[]
  readonly loggers: readonly Logger[]
  /** Closes all bridges; handlers stay attached. */
  close(): void
}

/**
 * Listens to other libraries in one call: `captureLibraries({ console: true, pino: true, knex: db }, { handlers:
 * [mail, file] })`. Drizzle, Sequelize, TypeORM, Nest and Fastify are given a logger when they are made; see
 * `drizzleLogger` and its siblings.
 * @throws {RangeError} for a level whose name the manager does not know; nothing is listened to then
 */
export function captureLibraries(
  selection: LibrarySelection,
  options: CaptureOptions = {},
): CapturedLibraries {
  const { level, manager = defaultManager() } = options
  if (level !== undefined) manager.levels.check(level)
  const bridges = bridgesOf(selection, options)
  const loggers = bridges.map(({ logger }) => logger)
  if (level !== undefined) for (const logger of loggers) logger.setLevel(level)
  if (options.handlers !== undefined) attachHandlers(loggers, options.handlers)
  const close = (): void => {
    for (const bridge of bridges) bridge.close()
  }
  return { bridges, loggers, close, [Symbol.dispose]: close }
}

/** Makes all bridges or none. */
function bridgesOf(selection: LibrarySelection, options: QueryOptions): readonly Bridge[] {
  const bridges: Bridge[] = []
  try {
    for (const bridge of eachBridge(selection, options)) bridges.push(bridge)
  } catch (error) {
    for (const bridge of bridges) bridge.close()
    throw error
  }
  return bridges
}

function* eachBridge(selection: LibrarySelection, options: QueryOptions): Generator<Bridge> {
  const { debug, winston, knex, mongoose, pg, prisma } = selection
  if (selection.console === true) yield bridgeConsole(options)
  if (selection.pino === true) yield bridgePino(options)
  if (selection.mysql2 === true) yield bridgeMysql2(options)
  if (selection.ioredis === true) yield bridgeIoredis(options)
  if (selection.undici === true) yield bridgeUndici(options)
  if (selection.warnings === true) yield bridgeWarnings(options)
  if (selection.process === true) yield bridgeProcess(options)
  if (debug !== undefined) yield bridgeDebug(debug, options)
  if (winston !== undefined) yield bridgeWinston(winston, options)
  if (knex !== undefined) yield bridgeKnex(knex, options)
  if (mongoose !== undefined) yield bridgeMongoose(mongoose, options)
  if (pg !== undefined) yield bridgePg(pg, options)
  if (prisma !== undefined) yield bridgePrisma(prisma, options)
}
