import { describe, expect, it } from 'vitest'
import type { RequestData } from '../handlers/request-data.ts'
import { toSentRequest } from './sent-request.ts'

function dataOf(data: Partial<RequestData>): RequestData {
  return { method: 'GET', url: 'http://shop.test/', headers: {}, ...data }
}

describe('toSentRequest()', () => {
  it('A12: takes query, fragment and cookies apart', () => {
    const headers = { cookie: 'a=1; b=x=y; broken; =no', host: 'shop.test', accept: ['text/html', '*/*'] }
    expect(toSentRequest(dataOf({ url: 'http://shop.test/a/b?c=d&e#f', headers }), 100).request).toEqual({
      method: 'GET',
      url: 'http://shop.test/a/b',
      query_string: 'c=d&e',
      headers: { host: 'shop.test', accept: 'text/html, */*' },
      cookies: { a: '1', b: 'x=y' },
    })
  })

  it.each([
    ['http://shop.test/users/7?x', undefined, 'GET /users/7'],
    ['http://shop.test', undefined, 'GET /'],
    ['/users/7', undefined, 'GET /users/7'],
    ['*', undefined, 'GET *'],
    ['http://shop.test/users/7', '/users/:id', 'GET /users/:id'],
  ])('%s of the route %s is the transaction %s', (url, route, transaction) => {
    expect(toSentRequest(dataOf({ url, route }), 100).transaction).toBe(transaction)
  })

  it.each<[unknown, unknown]>([
    [undefined, undefined],
    ['', undefined],
    [{}, undefined],
    ['text', 'text'],
    ['x'.repeat(12), `${'x'.repeat(10)}...`],
    [Buffer.from('abc'), '[3 bytes]'],
    [new ReadableStream(), undefined],
    [{ pipe: () => undefined }, undefined],
    [{ name: 'ada' }, { name: 'ada' }],
    [0, '0'],
  ])('a body %o is sent as %o', (body, sent) => {
    expect(toSentRequest(dataOf({ body }), 10).request.data).toEqual(sent)
  })

  it('sends no body when none is wanted', () => {
    expect(toSentRequest(dataOf({ body: 'x' }), 0).request.data).toBeUndefined()
  })

  it('tells the user by id and name, and nothing more', () => {
    const user = { id: 7, username: 'ada', email: 'ada@shop.test', hash: 'x' }
    expect(toSentRequest(dataOf({ user }), 0).user).toEqual({ id: 7, username: 'ada' })
    expect(toSentRequest(dataOf({ user: { name: 'x' } }), 0).user).toBeUndefined()
  })

  it('sends at most 100 headers', () => {
    const headers = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`x-${at}`, 'v']))
    expect(Object.keys(toSentRequest(dataOf({ headers }), 0).request.headers ?? {})).toHaveLength(100)
  })
})
