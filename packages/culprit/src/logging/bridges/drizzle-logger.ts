import { QueryLog, type QueryOptions } from './query-log.ts'

/** What Drizzle takes as its `logger`. */
export interface DrizzleLogger {
  logQuery(query: string, values: unknown[]): void
}

/**
 * Returns a logger to make a Drizzle database with, `drizzle(client, { logger: drizzleLogger() })`: its queries go
 * to the logger `drizzle` at DEBUG. Drizzle tells nothing of failures but to its caller.
 */
export function drizzleLogger(options: QueryOptions = {}): DrizzleLogger {
  const log = new QueryLog('drizzle', options)
  const logQuery = log.guard((text: string, values: unknown[]) => log.query({ text, values }))
  return { logQuery }
}
