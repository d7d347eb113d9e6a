import { describe, expect, it } from 'vitest'
import { Errors } from '../handlers/errors.ts'
import { abort, Forbidden, HttpException } from '../http/index.ts'
import { wrap } from './fetch.ts'

const log = { error: () => {}, info: () => {} }

function get(path: string, init?: RequestInit): Request {
  return new Request(`http://localhost${path}`, init)
}

describe('wrap(handler, errors)', () => {
  it('answers what was thrown with the handler registered for it', async () => {
    const errors = new Errors<Request>({ log })
    errors.registerErrorHandler(404, (error, request) => [`app ${error.code} ${request.url}`, 404])
    const handler = wrap(() => abort(404), errors)
    const response = await handler(get('/x'))
    expect([response.status, await response.text()]).toEqual([404, 'app 404 http://localhost/x'])
  })

  it.each([undefined, null, 0, '', 'route', Symbol('s')])('answers when %s is thrown', async (thrown) => {
    const errors = new Errors<Request>({ log })
    errors.registerErrorHandler(500, (error) => [`app 500: ${error.cause instanceof Error ? error.cause.name : 'none'}`, 500])
    const response = await wrap(() => {
      throw thrown
    }, errors)(get('/x'))
    expect([response.status, await response.text()]).toEqual([500, 'app 500: NonErrorThrown'])
  })
  void Forbidden
  void HttpException
})
