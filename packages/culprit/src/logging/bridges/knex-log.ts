import type { BridgeOptions } from './bridge.ts'
import { foreignCall } from './foreign-call.ts'
import { foreignLevel } from './foreign-level.ts'
import { ForeignLog } from './foreign-log.ts'

/** What knex takes as its setting `log`. */
export interface KnexLog {
  readonly debug: (message: unknown) => void
  readonly warn: (message: unknown) => void
  readonly error: (message: unknown) => void
  readonly deprecate: (message: unknown) => void
}

/**
 * Returns what to make knex with, `knex({ client, log: knexLog() })`, so that its own messages go to the logger
 * `knex` instead of to the console; deprecations at WARNING. Queries and their failures come by `bridgeKnex`.
 */
export function knexLog(options: BridgeOptions = {}): KnexLog {
  const log = new ForeignLog('knex', options)
  const at = (name: string): ((message: unknown) => void) => {
    const level = foreignLevel(name)
    return log.guard((message: unknown) => log.write({ ...foreignCall([message]), level }))
  }
  return { debug: at('debug'), warn: at('warn'), error: at('error'), deprecate: at('warn') }
}
