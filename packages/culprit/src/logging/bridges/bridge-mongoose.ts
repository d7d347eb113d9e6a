import { Level } from '../level.ts'
import { createBridge, type Bridge } from './bridge.ts'
import { foreignField, foreignText } from './foreign-field.ts'
import { listenTo, listenToChannels, type EventSource } from './listen.ts'
import { QueryLog, type QueryOptions } from './query-log.ts'

const OPERATIONS = [
  'query',
  'aggregate',
  'cursor:next',
  'model:save',
  'model:insertMany',
  'model:bulkWrite',
] as const

/** The mongoose module or an instance of it, as far as it is used. */
export interface MongooseModule {
  readonly connection: EventSource
  set(...values: never[]): unknown
  get(...values: never[]): unknown
}

/**
 * Hands what happens in mongoose to the logger `mongoose`: operations at DEBUG (its setting `debug`), failed ones
 * at WARNING (its tracing channels, version 9, for all copies in the process), errors of the default connection at
 * ERROR. Texts in filters and documents are redacted by their names.
 */
export function bridgeMongoose(mongoose: MongooseModule, options: QueryOptions = {}): Bridge {
  const log = new QueryLog('mongoose', options)
  const before: unknown = Reflect.apply(mongoose.get, mongoose, ['debug'])
  const onOperation = log.guard((collection: unknown, method: unknown, ...values: unknown[]) => {
    if (log.takesQueries)
      log.query({ text: `${String(collection)}.${String(method)}`, values: documents(values) })
  })
  const onError = log.guard((error: unknown) =>
    log.write({ level: Level.ERROR, msg: 'connection failed', error }),
  )
  Reflect.apply(mongoose.set, mongoose, ['debug', onOperation])
  const stopListening = listenTo(mongoose.connection, { error: onError })
  const stopTracing = listenToChannels(
    Object.fromEntries(OPERATIONS.map((name) => [`tracing:mongoose:${name}:error`, failureOf(log)])),
  )
  return createBridge(log, () => {
    Reflect.apply(mongoose.set, mongoose, ['debug', before ?? false])
    stopListening()
    stopTracing()
  })
}

/** Sessions and functions among the arguments say nothing and are large. */
function documents(values: readonly unknown[]): readonly unknown[] {
  return values.filter((value) => typeof value !== 'function' && foreignField(value, 'session') === undefined)
}

function failureOf(log: QueryLog): (message: unknown) => void {
  return log.guard((message: unknown) => {
    const text = `${foreignText(message, 'collection')}.${foreignText(message, 'operation')}`
    log.failure(foreignField(message, 'error'), 'operation failed: ', { text })
  })
}
