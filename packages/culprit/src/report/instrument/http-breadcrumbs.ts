import { foreignField, foreignText } from '../../logging/bridges/foreign-field.ts'
import type { ForeignListener } from '../../logging/bridges/listen.ts'
import { isObject } from './is-object.ts'
import { OutgoingRequests } from './outgoing-request.ts'
import { quietly } from './quietly.ts'

/**
 * Returns listeners, by channel, that note requests made by `node:http` and `node:https`, and so by most client
 * libraries. Reports on their way to a tracker are left out.
 *
 * @see https://nodejs.org/api/diagnostics_channel.html#http
 */
export function httpBreadcrumbs(
  requests: OutgoingRequests = new OutgoingRequests('http'),
): Readonly<Record<string, ForeignListener>> {
  return {
    'http.client.request.start': quietly((message: unknown) => {
      const request = foreignField(message, 'request')
      if (!isObject(request) || isReport(request)) return
      requests.start(request, foreignText(request, 'method'), urlOf(request))
    }),
    'http.client.response.finish': quietly((message: unknown) => {
      const request = foreignField(message, 'request')
      const status = foreignField(foreignField(message, 'response'), 'statusCode')
      if (isObject(request) && typeof status === 'number') requests.answered(request, status)
    }),
    'http.client.request.error': quietly((message: unknown) => {
      const request = foreignField(message, 'request')
      if (isObject(request)) requests.failed(request, foreignText(foreignField(message, 'error'), 'message'))
    }),
  }
}

function urlOf(request: object): string {
  const path = foreignText(request, 'path')
  // To a proxy the whole URL is sent.
  if (!path.startsWith('/')) return path
  return `${foreignText(request, 'protocol')}//${headerOf(request, 'host') || foreignText(request, 'host')}${path}`
}

function isReport(request: object): boolean {
  return headerOf(request, 'x-sentry-auth') !== ''
}

function headerOf(request: object, name: string): string {
  const getHeader = foreignField(request, 'getHeader')
  const value: unknown =
    typeof getHeader === 'function' ? Reflect.apply(getHeader, request, [name]) : undefined
  return typeof value === 'string' ? value : ''
}
