import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import {
  type CompiledQuery,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely'

/** Statements kept ready; the least recently made goes first. */
const maxStatements = 200

/**
 * Returns Kysely over a `node:sqlite` connection. Queries run synchronously inside their promise; the connection stays
 * the caller's to close. Use it for reads: writers run compiled queries themselves, so that no transaction spans an await.
 */
export function createKysely<Schema>(db: DatabaseSync): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => createDriver(db),
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
}

/** Runs a compiled query now, inside whatever transaction is open, and returns its rows and how many rows changed. */
export function runQuery<Result>(statements: Statements, query: CompiledQuery<Result>): QueryResult<Result> {
  const statement = statements.prepare(query.sql)
  const parameters = query.parameters.map(toInput)
  if (statement.columns().length > 0) {
    // Kysely derived the row type from the very query that the database answers here.
    return { rows: statement.all(...parameters) as Result[] }
  }
  return { rows: [], numAffectedRows: BigInt(statement.run(...parameters).changes) }
}

/** Prepared statements of one connection, by their text. */
export interface Statements {
  prepare(sql: string): StatementSync
}

/** Returns an empty, bounded set of prepared statements. */
export function createStatements(db: DatabaseSync): Statements {
  const cache = new Map<string, StatementSync>()
  return {
    prepare(sql) {
      let statement = cache.get(sql)
      if (!statement) {
        statement = db.prepare(sql)
        for (const oldest of cache.keys()) {
          if (cache.size < maxStatements) break
          cache.delete(oldest)
        }
        cache.set(sql, statement)
      }
      return statement
    },
  }
}

function createDriver(db: DatabaseSync): Driver {
  const statements = createStatements(db)
  const connection: DatabaseConnection = {
    executeQuery: async <Result>(query: CompiledQuery) =>
      runQuery<Result>(statements, query as CompiledQuery<Result>),
    async *streamQuery<Result>(query: CompiledQuery) {
      yield runQuery<Result>(statements, query as CompiledQuery<Result>)
    },
  }
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => db.exec('BEGIN'),
    commitTransaction: async () => db.exec('COMMIT'),
    rollbackTransaction: async () => db.exec('ROLLBACK'),
    releaseConnection: async () => {},
    destroy: async () => {},
  }
}

function toInput(value: unknown): SQLInputValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return Number(value)
  if (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    value instanceof Uint8Array
  )
    return value
  throw new TypeError(`A query parameter may not be of type ${typeof value}.`)
}
