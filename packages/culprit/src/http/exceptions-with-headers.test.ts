import { describe, expect, it } from 'vitest'
import type { HttpException } from './http-exception.ts'
import { MethodNotAllowed } from './method-not-allowed.ts'
import { RequestedRangeNotSatisfiable } from './range-not-satisfiable.ts'
import { RequestRedirect } from './request-redirect.ts'
import { TooManyRequests } from './retry-after.ts'
import { ServiceUnavailable } from './server-errors.ts'
import { Unauthorized } from './unauthorized.ts'

describe('getHeaders()', () => {
  const date = new Date('2020-01-04T18:52:16Z')
  const cases: readonly (readonly [string, HttpException, readonly (readonly [string, string])[]])[] = [
    ['EXC-15: 405 sorts the methods', new MethodNotAllowed(['PUT', 'GET', 'PUT']), [['Allow', 'GET, PUT']]],
    ['405 without methods', new MethodNotAllowed([]), []],
    ['405 with null', new MethodNotAllowed(null, 'x'), []],
    [
      '401 with one challenge',
      new Unauthorized({ wwwAuthenticate: 'Basic' }),
      [['WWW-Authenticate', 'Basic']],
    ],
    [
      '401 with two challenges',
      new Unauthorized({ wwwAuthenticate: ['Basic', 'Digest'] }),
      [
        ['WWW-Authenticate', 'Basic'],
        ['WWW-Authenticate', 'Digest'],
      ],
    ],
    ['401 without any', new Unauthorized('who?'), []],
    ['416 with a length', new RequestedRangeNotSatisfiable(100), [['Content-Range', 'bytes */100']]],
    ['416 with length 0', new RequestedRangeNotSatisfiable(0), [['Content-Range', 'bytes */0']]],
    ['416 with units', new RequestedRangeNotSatisfiable(3, 'rows'), [['Content-Range', 'rows */3']]],
    ['416 with null', new RequestedRangeNotSatisfiable(null), []],
    ['429 with seconds', new TooManyRequests({ retryAfter: 20 }), [['Retry-After', '20']]],
    ['429 with a part of a second', new TooManyRequests({ retryAfter: 0.2 }), [['Retry-After', '1']]],
    ['429 with 0', new TooManyRequests({ retryAfter: 0 }), []],
    ['429 with nonsense', new TooManyRequests({ retryAfter: Number.NaN }), []],
    [
      'EXC-14: 503 with a date',
      new ServiceUnavailable({ retryAfter: date }),
      [['Retry-After', 'Sat, 04 Jan 2020 18:52:16 GMT']],
    ],
    ['503 with an invalid date', new ServiceUnavailable({ retryAfter: new Date(Number.NaN) }), []],
    [
      'headers given come first',
      new TooManyRequests({ retryAfter: 1, headers: { 'X-Limit': '5' } }),
      [
        ['X-Limit', '5'],
        ['Retry-After', '1'],
      ],
    ],
  ]

  it.each(cases)('%s', (_, error, headers) => {
    expect(error.getHeaders()).toEqual(headers)
    const sent = error.getReply({ method: 'GET', path: '/' }).headers
    for (const header of headers) expect(sent).toContainEqual(header)
  })
})

describe('RequestRedirect', () => {
  it('EXC-12: answers 308 with a page of its own', async () => {
    const response = new RequestRedirect('/a/?x=<1>&y=%2F ü').getResponse()
    expect(response.status).toBe(308)
    expect(response.headers.get('location')).toBe('/a/?x=<1>&y=%2F%20%C3%BC')
    expect(await response.text()).toContain('<a href="/a/?x=&lt;1&gt;&amp;y=%2F ü">')
  })

  it('EXC-12: cannot be used to add headers', () => {
    expect(new RequestRedirect('/\r\nSet-Cookie: a').getResponse().headers.get('location')).toBe(
      '/%0D%0ASet-Cookie:%20a',
    )
  })
})
