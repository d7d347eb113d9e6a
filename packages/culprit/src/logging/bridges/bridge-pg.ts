import { isError } from '../log-call.ts'
import { Level } from '../level.ts'
import { createBridge, type Bridge } from './bridge.ts'
import { foreignText } from './foreign-field.ts'
import { foreignLevel } from './foreign-level.ts'
import { listenTo, type EventSource } from './listen.ts'
import { QueryLog, type QueryOptions } from './query-log.ts'

/** A pool of `pg`, as far as it is used. */
export interface PgPool extends EventSource {
  log?: unknown
}

/**
 * Hands what happens in pools of `pg` to the logger `pg`: errors of idle clients at ERROR (they no longer end the
 * process, as they do where nobody listens), clients that cannot connect at WARNING, what the pool does at DEBUG,
 * notices of the server by their severity. Queries and their failures pg tells only to its caller.
 */
export function bridgePg(pools: PgPool | readonly PgPool[], options: QueryOptions = {}): Bridge {
  const log = new QueryLog('pg', options)
  const stops = [pools].flat().map((pool) => bridgePool(pool, log))
  return createBridge(log, () => {
    for (const stop of stops) stop()
  })
}

function bridgePool(pool: PgPool, log: QueryLog): () => void {
  const before = pool.log
  const onLog = log.guard((message: unknown, error: unknown) => {
    if (isError(error)) log.failure(error, String(message))
    else if (Level.DEBUG >= log.logger.threshold) log.write({ level: Level.DEBUG, msg: String(message) })
  })
  const onError = log.guard((error: unknown) =>
    log.write({ level: Level.ERROR, msg: 'idle client failed', error }),
  )
  const onNotice = log.guard((notice: unknown) => writeNotice(log, notice))
  const onConnect = log.guard((client: unknown) => {
    if (isEventSource(client)) listenTo(client, { notice: onNotice })
  })
  pool.log = onLog
  const stop = listenTo(pool, { error: onError, connect: onConnect })
  return () => {
    if (pool.log === onLog) pool.log = before
    stop()
  }
}

function writeNotice(log: QueryLog, notice: unknown): void {
  const level = foreignLevel(foreignText(notice, 'severity').replace(/\d$/, ''), log.logger.host.levels)
  const code = foreignText(notice, 'code')
  log.write({ level, msg: foreignText(notice, 'message'), extra: code === '' ? undefined : { code } })
}

function isEventSource(value: unknown): value is EventSource {
  return typeof value === 'object' && value !== null && 'on' in value && 'removeListener' in value
}
