import { foreignField, foreignText } from '../../logging/bridges/foreign-field.ts'
import type { ForeignListener } from '../../logging/bridges/listen.ts'
import { isObject } from './is-object.ts'
import { OutgoingRequests } from './outgoing-request.ts'
import { quietly } from './quietly.ts'

/**
 * Returns listeners, by channel, that note requests made by the built-in `fetch` and by every copy of undici.
 *
 * @see https://undici.nodejs.org/#/docs/api/DiagnosticsChannel
 */
export function fetchBreadcrumbs(
  requests: OutgoingRequests = new OutgoingRequests('fetch'),
): Readonly<Record<string, ForeignListener>> {
  return {
    'undici:request:create': quietly((message: unknown) => {
      const request = foreignField(message, 'request')
      if (isObject(request)) requests.start(request, foreignText(request, 'method'), urlOf(request))
    }),
    'undici:request:headers': quietly((message: unknown) => {
      const request = foreignField(message, 'request')
      const status = foreignField(foreignField(message, 'response'), 'statusCode')
      if (isObject(request) && typeof status === 'number') requests.answered(request, status)
    }),
    'undici:request:error': quietly((message: unknown) => {
      const request = foreignField(message, 'request')
      if (isObject(request)) requests.failed(request, foreignText(foreignField(message, 'error'), 'message'))
    }),
  }
}

function urlOf(request: object): string {
  const origin = foreignField(request, 'origin')
  return `${origin instanceof URL ? origin.origin : String(origin)}${foreignText(request, 'path')}`
}
