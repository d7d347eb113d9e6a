import type { IncomingMessage, ServerResponse } from 'node:http'
import type { NativeAnswer } from '../handlers/answer.ts'
import type { Framework } from '../handlers/incident.ts'
import type { ExpressContext } from './express-context.ts'

const failed: unique symbol = Symbol('culprit.failed')
const pending: unique symbol = Symbol('culprit.pending-answer')

type WatchedResponse = ServerResponse & {
  [failed]?: boolean | undefined
  [pending]?: Promise<void> | undefined
}

/** The methods of Express's response that answer later, some time after they returned. */
const slowMethods = ['render', 'sendFile', 'sendfile', 'download'] as const

/**
 * Makes the responses of one application tell when an error handler begins an answer that comes later: `res.render`,
 * `res.sendFile` and `res.download`. Such a handler returns undefined before anything was sent.
 *
 * @param prototype `app.response`, which every application has of its own.
 */
export function watchResponses(prototype: object): void {
  for (const name of slowMethods) {
    const method: unknown = Reflect.get(prototype, name)
    if (typeof method !== 'function') continue
    Reflect.set(prototype, name, function watched(this: WatchedResponse, ...args: unknown[]): unknown {
      if (this[failed] === true) beginAnswer.call(this)
      return Reflect.apply(method, this, args)
    })
  }
}

/** Says that a request has failed, so that answers which begin now are those of its error handler. */
export function watchAnswer(res: WatchedResponse): void {
  res[failed] = true
  res.once('pipe', beginAnswer)
}

function beginAnswer(this: WatchedResponse): void {
  this[pending] ??= untilAnswered(this.req, this)
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
