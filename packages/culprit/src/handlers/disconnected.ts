import { ClientDisconnected } from '../http/bad-request.ts'
import type { Failure } from './failure.ts'
import type { ErrorPipeline } from './pipeline.ts'

/** Returns whether nobody is left to answer: the client has gone away, or its request was not read to the end. */
export function isDisconnected<Context>({ http, incident }: Failure<Context>): boolean {
  return incident.request.disconnected || http instanceof ClientDisconnected
}

/** Notes that a client went away: one line, and the event. It is no error of the application, so nothing else happens. */
export function noteDisconnected<Context>(
  failure: Failure<Context>,
  { log, observers }: ErrorPipeline<Context>,
): void {
  const { thrown, incident, reference } = failure
  const { request, scopes, context } = incident
  log.info(`Client disconnected on ${request.path} [${request.method}]`)
  observers.emit('disconnected', { error: thrown, request, scopes, context, reference }, log)
}
