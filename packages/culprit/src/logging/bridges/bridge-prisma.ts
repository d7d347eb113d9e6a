import { createBridge, type Bridge } from './bridge.ts'
import { foreignField, foreignText } from './foreign-field.ts'
import { foreignLevel } from './foreign-level.ts'
import { QueryLog, type QueryOptions } from './query-log.ts'

/** A Prisma client, as far as it is used. */
export interface PrismaLike {
  $on(...values: never[]): unknown
}

/**
 * Hands the events of a Prisma client to the logger `prisma`: queries at DEBUG, `info`, `warn` and `error` by
 * their names. Prisma emits those the client was made for: `log: [{ emit: 'event', level: 'query' }, ...]`. It
 * offers no way to stop listening, so a closed bridge ignores them. Tested with an object that keeps Prisma 7's
 * documented contract, since the client needs an engine and a generated schema.
 * https://www.prisma.io/docs/orm/prisma-client/observability-and-logging/logging
 */
export function bridgePrisma(client: PrismaLike, options: QueryOptions = {}): Bridge {
  const log = new QueryLog('prisma', options)
  const on = (name: string, listener: (event: unknown) => void): void => {
    Reflect.apply(client.$on, client, [name, log.guard(listener)])
  }
  on('query', (event) => {
    if (!log.takesQueries) return
    const duration = foreignField(event, 'duration')
    const durationMs = typeof duration === 'number' ? duration : undefined
    log.query({
      text: foreignText(event, 'query'),
      values: valuesOf(foreignText(event, 'params')),
      durationMs,
    })
  })
  for (const name of ['info', 'warn', 'error'])
    on(name, (event) => {
      const target = foreignText(event, 'target')
      const extra = target === '' ? undefined : { target }
      log.write({ level: foreignLevel(name), msg: log.text(foreignText(event, 'message')), extra })
    })
  return createBridge(log, () => undefined)
}

/** Values come as JSON text, which other databases' drivers may cut off or write in their own way. */
function valuesOf(params: string): unknown {
  if (params === '' || params === '[]') return undefined
  try {
    return JSON.parse(params)
  } catch {
    return params
  }
}
