import { createBridge, type Bridge } from './bridge.ts'
import { foreignField, foreignText } from './foreign-field.ts'
import { listenToChannels } from './listen.ts'
import { QueryLog, type Query, type QueryOptions } from './query-log.ts'
import { maskMysqlLiterals } from './query-text.ts'

/**
 * Hands what every copy of mysql2 in the process tells of (tracing channels, version 3.18 or later) to the logger
 * `mysql2`: queries at DEBUG, failed ones and connections that fail at WARNING with their error.
 */
export function bridgeMysql2(options: QueryOptions = {}): Bridge {
  const log = new QueryLog('mysql2', options, maskMysqlLiterals)
  const query = log.guard((message: unknown) => {
    if (log.takesQueries) log.query(queryOf(message))
  })
  const failure = log.guard((message: unknown) =>
    log.failure(foreignField(message, 'error'), 'query failed: ', queryOf(message)),
  )
  const noConnection = log.guard((message: unknown) =>
    log.failure(foreignField(message, 'error'), `connection failed: ${serverOf(message)}`),
  )
  const stop = listenToChannels({
    'tracing:mysql2:query:start': query,
    'tracing:mysql2:execute:start': query,
    'tracing:mysql2:query:error': failure,
    'tracing:mysql2:execute:error': failure,
    'tracing:mysql2:connect:error': noConnection,
  })
  return createBridge(log, stop)
}

function queryOf(message: unknown): Query {
  return { text: foreignText(message, 'query'), values: foreignField(message, 'values') }
}

function serverOf(message: unknown): string {
  const port = foreignText(message, 'serverPort')
  const address = foreignText(message, 'serverAddress')
  return port === '' ? address : `${address}:${port}`
}
