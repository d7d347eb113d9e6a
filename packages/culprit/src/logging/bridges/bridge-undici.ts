import { createRedactor, type Redactor } from '@culprit/redact'
import { Level } from '../level.ts'
import { createBridge, type Bridge } from './bridge.ts'
import { foreignField, foreignText } from './foreign-field.ts'
import { listenToChannels } from './listen.ts'
import { QueryLog, type QueryOptions } from './query-log.ts'

/**
 * Hands what undici and the built-in `fetch` tell of to the logger `undici`: requests that fail at WARNING, since
 * the caller gets the error too, those that the caller aborted and all answers at DEBUG. Secrets in URLs are
 * replaced; headers and bodies are not looked at.
 */
export function bridgeUndici(options: QueryOptions = {}): Bridge {
  const log = new QueryLog('undici', options)
  const redactor = options.redactor ?? createRedactor()
  const onError = log.guard((message: unknown) => {
    const error = foreignField(message, 'error')
    const msg = `request failed: ${requestText(message, redactor)}`
    if (foreignField(error, 'name') === 'AbortError') log.write({ level: Level.DEBUG, msg, error })
    else log.failure(error, msg)
  })
  const onHeaders = log.guard((message: unknown) => {
    if (!log.takesQueries) return
    const status = foreignText(foreignField(message, 'response'), 'statusCode')
    log.write({ level: Level.DEBUG, msg: `${requestText(message, redactor)} ${status}` })
  })
  return createBridge(
    log,
    listenToChannels({ 'undici:request:error': onError, 'undici:request:headers': onHeaders }),
  )
}

function requestText(message: unknown, redactor: Redactor): string {
  const request = foreignField(message, 'request')
  const origin = foreignField(request, 'origin')
  const url = `${origin instanceof URL ? origin.origin : String(origin)}${foreignText(request, 'path')}`
  return `${foreignText(request, 'method')} ${redactor.redactUrl(url.slice(0, 2048))}`
}
