import { createBridge, type Bridge } from './bridge.ts'
import { foreignField, foreignText } from './foreign-field.ts'
import { listenTo, type EventSource } from './listen.ts'
import { QueryLog, type Query, type QueryOptions } from './query-log.ts'

/**
 * Hands what happens in knex instances to the logger `knex`: queries at DEBUG, failed ones at WARNING with their
 * error. For what knex itself wants to say, give it `knexLog()` as `log`.
 */
export function bridgeKnex(
  instances: EventSource | readonly EventSource[],
  options: QueryOptions = {},
): Bridge {
  const log = new QueryLog('knex', options)
  const query = log.guard((made: unknown) => {
    if (log.takesQueries) log.query(queryOf(made))
  })
  const failure = log.guard((error: unknown, failed: unknown) => {
    log.failure(error, 'query failed: ', queryOf(failed))
  })
  const stops = [instances].flat().map((knex) => listenTo(knex, { query, 'query-error': failure }))
  return createBridge(log, () => {
    for (const stop of stops) stop()
  })
}

function queryOf(event: unknown): Query {
  return { text: foreignText(event, 'sql'), values: foreignField(event, 'bindings') }
}
