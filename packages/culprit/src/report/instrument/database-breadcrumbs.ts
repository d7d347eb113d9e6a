import { foreignField, foreignText } from '../../logging/bridges/foreign-field.ts'
import type { ForeignListener } from '../../logging/bridges/listen.ts'
import { maskMysqlLiterals } from '../../logging/bridges/query-text.ts'
import { currentScope } from '../report-scope.ts'
import { quietly } from './quietly.ts'

const maxQuery = 2000

const mongooseOperations = [
  'query',
  'aggregate',
  'cursor:next',
  'model:save',
  'model:insertMany',
  'model:bulkWrite',
]

/**
 * Returns listeners, by channel, that note queries of the libraries that publish them: mysql2 (3.18 or later), ioredis
 * (5.10 or later), node-redis (6 or later) and mongoose (9 or later); pg and the driver of MongoDB publish none. Only what is asked, never its values: texts in quotes are masked and
 * arguments are left out. At most 2,000 characters of a query are kept. A query that fails is noted again, as an error.
 */
export function databaseBreadcrumbs(): Readonly<Record<string, ForeignListener>> {
  const listeners: Record<string, ForeignListener> = {}
  const add = (library: string, operation: string, describe: (message: unknown) => string): void => {
    const note = (message: unknown, error?: unknown): void => {
      currentScope().addBreadcrumb({
        category: 'query',
        level: error === undefined ? 'info' : 'error',
        message: describe(message).slice(0, maxQuery),
        data: error === undefined ? { library } : { library, error: whatFailed(error) },
      })
    }
    listeners[`tracing:${library}:${operation}:start`] = quietly((message: unknown) => note(message))
    listeners[`tracing:${library}:${operation}:error`] = quietly((message: unknown) =>
      note(message, foreignField(message, 'error') ?? 'it failed'),
    )
  }
  for (const operation of ['query', 'execute']) add('mysql2', operation, mysqlText)
  for (const library of ['ioredis', 'node-redis']) {
    add(library, 'command', (message) => foreignText(message, 'command'))
    add(
      library,
      'batch',
      (message) => `${foreignText(message, 'batchMode')} of ${foreignText(message, 'batchSize')} commands`,
    )
  }
  for (const operation of mongooseOperations) add('mongoose', operation, mongooseText)
  return listeners
}

function mysqlText(message: unknown): string {
  return maskMysqlLiterals(foreignText(message, 'query'))
}

function mongooseText(message: unknown): string {
  return `${foreignText(message, 'collection')}.${foreignText(message, 'operation')}`
}

/** Not the message, which repeats values that a query has failed on. */
function whatFailed(error: unknown): string {
  return foreignText(error, 'code') || foreignText(error, 'name') || 'it failed'
}
