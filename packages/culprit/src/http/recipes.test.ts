import { describe, expect, it } from 'vitest'
import { abort } from './abort.ts'
import { NotFound } from './client-errors.ts'
import { HttpException } from './http-exception.ts'
import { MethodNotAllowed } from './method-not-allowed.ts'

describe('recipes of the manual', () => {
  it('GEN-1: JSON for every HTTP exception keeps status and headers of its response', async () => {
    const handler = (error: HttpException): Response => {
      const { status, headers } = error.getResponse()
      headers.set('Content-Type', 'application/json')
      return new Response(JSON.stringify(error), { status, headers })
    }
    const response = handler(new MethodNotAllowed(['GET']))
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET')
    expect(response.headers.has('content-length')).toBe(false)
    expect(await response.json()).toEqual({
      code: 405,
      name: 'Method Not Allowed',
      description: 'The method of the request is not allowed for this address.',
    })
  })

  it('GEN-2: a handler of Error tells HTTP exceptions apart', () => {
    const handler = (error: Error): unknown => (error instanceof HttpException ? error : ['broken', 500])
    const missing = new NotFound()
    expect(handler(missing)).toBe(missing)
    expect(handler(new RangeError('x'))).toEqual(['broken', 500])
  })

  it('GEN-3: the text of an exception carries its description', () => {
    expect(() => abort(404, { description: 'Resource not found' })).toThrow(NotFound)
    expect({ error: String(new NotFound({ description: 'Resource not found' })) }).toEqual({
      error: '404 Not Found: Resource not found',
    })
  })

  it('GEN-4: an error class of an API needs nothing of ours', () => {
    class InvalidUsage extends Error {
      readonly statusCode: number
      readonly payload: object

      constructor(message: string, statusCode = 400, payload: object = {}) {
        super(message)
        this.statusCode = statusCode
        this.payload = payload
      }
    }
    const handler = (error: InvalidUsage): unknown => [
      { ...error.payload, message: error.message },
      error.statusCode,
    ]
    expect(handler(new InvalidUsage('bad', 410, { field: 'a' }))).toEqual([
      { field: 'a', message: 'bad' },
      410,
    ])
    expect(HttpException.isHttpException(new InvalidUsage('x'))).toBe(false)
  })
})
