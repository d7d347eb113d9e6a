import { Level } from '../level.ts'
import { createBridge, type Bridge } from './bridge.ts'
import { foreignField, foreignText } from './foreign-field.ts'
import { listenToChannels } from './listen.ts'
import { QueryLog, type Query, type QueryOptions } from './query-log.ts'

/**
 * Hands what every copy of ioredis in the process tells of (tracing channels, version 5.10 or later) to the logger
 * `ioredis`: commands and batches at DEBUG, failed ones at WARNING, connections that fail at ERROR, each attempt.
 * Arguments of commands are shown only with `showValues`, since keys often hold what users have entered.
 */
export function bridgeIoredis(options: QueryOptions = {}): Bridge {
  const log = new QueryLog('ioredis', options)
  const command = log.guard((message: unknown) => {
    if (log.takesQueries) log.query(commandOf(message))
  })
  const failure = log.guard((message: unknown) =>
    log.failure(foreignField(message, 'error'), 'command failed: ', commandOf(message)),
  )
  const noConnection = log.guard((message: unknown) => {
    const server = `${foreignText(message, 'serverAddress')}:${foreignText(message, 'serverPort')}`
    const msg = `connection failed: ${server}`
    log.write({ level: Level.ERROR, msg, error: foreignField(message, 'error') })
  })
  const stop = listenToChannels({
    'tracing:ioredis:command:start': command,
    'tracing:ioredis:batch:start': command,
    'tracing:ioredis:command:error': failure,
    'tracing:ioredis:batch:error': failure,
    'tracing:ioredis:connect:error': noConnection,
  })
  return createBridge(log, stop)
}

function commandOf(message: unknown): Query {
  const size = foreignText(message, 'batchSize')
  if (size !== '') return { text: `${foreignText(message, 'batchMode')} of ${size} commands` }
  return { text: foreignText(message, 'command'), values: foreignField(message, 'args') }
}
