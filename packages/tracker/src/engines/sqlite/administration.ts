import type { DatabaseSync } from 'node:sqlite'
import type { CompiledQuery, Kysely, QueryResult } from 'kysely'
import { createKysely, createStatements, runQuery } from './kysely-driver.ts'
import type { Tables } from './tables.ts'

/** What administration writes with: queries are built by Kysely and run at once, inside the open transaction. */
export interface Administration {
  readonly kysely: Kysely<Tables>
  run<Result>(query: { compile(): CompiledQuery<Result> }): QueryResult<Result>
}

/** Returns the administration of an open main database. */
export function createAdministration(db: DatabaseSync): Administration {
  const statements = createStatements(db)
  return {
    kysely: createKysely<Tables>(db),
    run: (query) => runQuery(statements, query.compile()),
  }
}
