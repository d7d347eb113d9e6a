import type { RequestData } from '../handlers/request-data.ts'

/**
 * Returns what a framework has put on its request: the parsed body, the pattern of the matched route (Express's
 * `baseUrl` and `route.path`, Fastify's `routeOptions.url`, `_matchedRoute` of Koa's router) and the user that
 * authentication has left there.
 */
export function parsedRequestData(request: object): Pick<RequestData, 'body' | 'route' | 'user'> {
  return { body: memberOf(request, 'body'), route: routeOf(request), user: memberOf(request, 'user') }
}

function routeOf(request: object): string | undefined {
  const path = memberOf(memberOf(request, 'route'), 'path')
  if (typeof path === 'string') {
    const base = memberOf(request, 'baseUrl')
    return typeof base === 'string' ? base + path : path
  }
  const url = memberOf(memberOf(request, 'routeOptions'), 'url')
  if (typeof url === 'string') return url
  const matched = memberOf(memberOf(request, 'ctx'), '_matchedRoute')
  return typeof matched === 'string' ? matched : undefined
}

function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  try {
    return Reflect.get(value, key)
  } catch {
    // A getter of the application.
    return undefined
  }
}
