import { describe, expect, it } from 'vitest'
import { addReference, toWebResponse } from './web-response.ts'

describe('toWebResponse()', () => {
  it('makes a response of a reply', async () => {
    const body = new TextEncoder().encode('bytes')
    const response = toWebResponse({ kind: 'reply', status: 418, headers: [['X-A', '1']], body }, 'GET')
    expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([418, '1', 'bytes'])
  })

  it('leaves the length of a body to the server, but keeps the one that HEAD asks for', () => {
    const headers = [['Content-Length', '5']] as const
    const lengthOf = (method: string): string | null =>
      toWebResponse({ kind: 'reply', status: 404, headers, body: 'bytes' }, method).headers.get(
        'content-length',
      )
    expect([lengthOf('GET'), lengthOf('HEAD')]).toEqual([null, '5'])
  })

  it.each([204, 205, 304])('leaves the body of a %i away', (status) => {
    expect(toWebResponse({ kind: 'reply', status, headers: [], body: 'x' }, 'GET').body).toBeNull()
  })

  it.each([
    ['a status that cannot be', 102, []],
    ['a malformed header', 200, [['x y', '1']]],
    ['a header that splits the response', 200, [['x', 'a\r\nb: c']]],
  ] as const)('sends a plain 500 instead of %s', async (_name, status, headers) => {
    const response = toWebResponse({ kind: 'reply', status, headers, body: 'secret' }, 'GET')
    expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error\n'])
  })

  it('keeps a response as it is, and knows no other native answers', () => {
    const response = new Response('x')
    expect(toWebResponse({ kind: 'response', response }, 'GET')).toBe(response)
    expect(toWebResponse({ kind: 'native', value: response }, 'GET')).toBe(response)
    expect(toWebResponse({ kind: 'native', value: 'x' }, 'GET').status).toBe(500)
    expect(toWebResponse({ kind: 'none' }, 'GET').status).toBe(499)
  })
})

describe('addReference()', () => {
  it('leaves a response alone that has one or cannot be changed', () => {
    const own = new Response(null, { headers: { 'x-request-error': 'own' } })
    addReference(own, 'new')
    expect(own.headers.get('x-request-error')).toBe('own')
    expect(() => addReference(Response.error(), 'new')).not.toThrow()
  })
})
