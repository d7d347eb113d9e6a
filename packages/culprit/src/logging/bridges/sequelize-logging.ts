import { FILTERED } from '@culprit/redact'
import { QueryLog, type QueryOptions } from './query-log.ts'

/** Takes a query's text, and the time it took where `benchmark` is on. */
export type SequelizeLogging = (sql: string, timing?: unknown) => void

/**
 * Returns what to give Sequelize (version 6) as `logging`: its queries go to the logger `sequelize` at DEBUG.
 * Sequelize writes most values into the text and, with `logQueryParameters`, the others behind it; both are
 * replaced unless `showValues`. It tells nothing of failures but to its caller.
 */
export function sequelizeLogging(options: QueryOptions = {}): SequelizeLogging {
  const log = new QueryLog('sequelize', options)
  const { showValues = false } = options
  return log.guard((sql: string, timing?: unknown) => {
    if (!log.takesQueries) return
    const text = showValues ? sql : withoutParameters(log.text(sql))
    log.query({ text, durationMs: typeof timing === 'number' ? timing : undefined })
  })
}

/** Parameters are behind the first `; `, as JSON, when they are there at all. */
function withoutParameters(text: string): string {
  const end = text.indexOf('; ')
  return end < 0 ? text : `${text.slice(0, end)}; ${FILTERED}`
}
