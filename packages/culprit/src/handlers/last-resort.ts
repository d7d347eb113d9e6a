import type { Reply } from './answer.ts'

/** Returns the answer when the generic page failed too, complete with its headers. It needs nothing, so it cannot fail. */
export function lastResort(reference: string): Reply {
  const body = 'Internal Server Error\n'
  const headers: Reply['headers'] = [
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Length', String(body.length)],
    ['X-Request-Error', reference],
  ]
  return { kind: 'reply', status: 500, headers, body }
}
