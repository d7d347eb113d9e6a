import type { IncomingMessage, ServerResponse } from 'node:http'
import type { NativeAnswer } from '../handlers/answer.ts'
import type { Framework } from '../handlers/incident.ts'
import type { ExpressContext } from './express-context.ts'

const pending: unique symbol = Symbol('culprit.pending-answer')

type WatchedResponse = ServerResponse & { [pending]?: Promise<void> | undefined }

/** The methods of Express's response that answer later, some time after they returned. */
const slowMethods = ['render', 'sendFile', 'sendfile', 'download'] as const

/**
 * Notices when an error handler begins an answer that comes later: `res.render`, `res.sendFile`, `res.download`, or a
 * stream piped into the response. Such a handler returns undefined before anything was sent. Only the response of a
 * failed request is changed.
 */
export function watchAnswer(req: IncomingMessage, res: WatchedResponse): void {
  const begin = (): void => {
    res[pending] ??= untilAnswered(req, res)
  }
  for (const name of slowMethods) {
    const method: unknown = Reflect.get(res, name)
    if (typeof method !== 'function') continue
    Reflect.set(res, name, (...args: unknown[]): unknown => {
      begin()
      return Reflect.apply(method, res, args)
    })
  }
  res.once('pipe', begin)
}

/** Returns a promise for the end of an answer. Rejects with what Express reports: a view that fails, a missing file. */
function untilAnswered(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  res.once('finish', resolve)
  res.once('close', resolve)
  Reflect.set(req, 'next', (error?: unknown) => {
    reject(error ?? new Error('An error handler answered with a file that cannot be sent.'))
  })
  // Nobody waits for it when the handler itself failed or returned something else.
  promise.catch(() => {})
  return promise
}

/**
 * Returns the answer when an error handler has answered through `res`: the response has begun, or is about to (see
 * `watchAnswer`), or the handler returned `res` to say that it will be. The promise is awaited by dispatch, so that a
 * view that fails is a handler that fails (DSP-12).
 */
export function answerThrough(
  value: unknown,
  res: WatchedResponse,
): NativeAnswer | Promise<NativeAnswer> | undefined {
  if (value !== undefined && value !== res) return undefined
  const answer: NativeAnswer = { kind: 'native', value }
  if (res.headersSent || res.writableEnded) return answer
  return res[pending]?.then(() => answer) ?? (value === res ? answer : undefined)
}

/** What dispatch asks of Express. */
export const expressFramework: Framework<ExpressContext> = {
  answerFrom: (value, { res }) => answerThrough(value, res),
}
