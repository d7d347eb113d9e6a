import { isError } from '../log-call.ts'
import { Level } from '../level.ts'
import { foreignCall } from './foreign-call.ts'
import { foreignLevel } from './foreign-level.ts'
import { QueryLog, type QueryOptions } from './query-log.ts'

/** What TypeORM takes as its `logger`. */
export interface TypeOrmLogger {
  logQuery(query: string, parameters?: unknown): void
  logQueryError(error: string | Error, query: string, parameters?: unknown): void
  logQuerySlow(timeMs: number, query: string, parameters?: unknown): void
  logSchemaBuild(message: string): void
  logMigration(message: string): void
  log(level: 'log' | 'info' | 'warn', message: unknown): void
}

/**
 * Returns a logger to make a TypeORM data source with, `new DataSource({ logger: typeOrmLogger() })`, that writes
 * to the logger `typeorm`: queries and schema statements at DEBUG, failed and slow ones at WARNING, migrations at
 * INFO. Our levels decide what is kept: TypeORM's setting `logging` does not apply to a logger given to it.
 */
export function typeOrmLogger(options: QueryOptions = {}): TypeOrmLogger {
  const log = new QueryLog('typeorm', options)
  return {
    logQuery: log.guard((text: string, values?: unknown) => log.query({ text, values })),
    logQueryError: log.guard((error: string | Error, text: string, values?: unknown) => {
      const what = isError(error) ? 'query failed: ' : `query failed: ${error}: `
      log.failure(isError(error) ? error : undefined, what, { text, values })
    }),
    logQuerySlow: log.guard((durationMs: number, text: string, values?: unknown) =>
      log.failure(undefined, 'slow query: ', { text, values, durationMs }),
    ),
    logSchemaBuild: log.guard((message: string) => log.write({ level: Level.DEBUG, msg: log.text(message) })),
    logMigration: log.guard((message: string) => log.write({ level: Level.INFO, msg: message })),
    log: log.guard((level: string, message: unknown) =>
      log.write({ ...foreignCall([message]), level: foreignLevel(level) }),
    ),
  }
}
