import type { UnhandledEvent } from '../handlers/error-events.ts'
import type { Errors } from '../handlers/errors.ts'
import type { ReportClient } from './client.ts'
import { scopeOfRequest } from './report-scope.ts'

/**
 * Reports the errors of an application that no handler took (those that reach the 500 step, TRK-1), and those that come
 * after the headers were sent, with their requests and under their reference ids. Handled errors and requests whose
 * client went away are not reported. Returns the function that ends it.
 */
export function reportErrors<Context>(errors: Errors<Context>, client: ReportClient): () => void {
  const report = ({ error, request, reference, debugUrl }: UnhandledEvent<Context>): void => {
    client.captureException(error, {
      eventId: reference,
      handled: false,
      mechanism: 'http',
      // The way back from the tracker, while the application is debugged.
      ...(debugUrl !== undefined && { tags: { 'debugger.url': debugUrl } }),
      request: request.data ?? (() => ({ method: request.method, url: request.path, headers: {} })),
      // The error may come from a callback that has lost its request's context.
      scope: scopeOfRequest(request.source),
    })
  }
  const ends = [errors.on('unhandled', report), errors.on('broken', report)]
  return () => {
    for (const end of ends) end()
  }
}
