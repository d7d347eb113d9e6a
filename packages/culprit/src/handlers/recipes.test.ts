import createError from 'http-errors'
import { describe, expect, it } from 'vitest'
import {
  type FakeContext,
  fakeIncident,
  FakeLog,
  headerOf,
  summary,
  thrownBy,
} from '../../test/handlers/fake-incident.ts'
import { abort } from '../http/abort.ts'
import { SecurityError } from '../http/bad-request.ts'
import { NotFound, RequestEntityTooLarge } from '../http/client-errors.ts'
import { HttpException } from '../http/http-exception.ts'
import { MethodNotAllowed } from '../http/method-not-allowed.ts'
import type { RequestFacts } from './request-facts.ts'
import { Errors } from './errors.ts'

function newErrors(options: object = {}): Errors<FakeContext> {
  return new Errors<FakeContext>({ log: new FakeLog(), ...options })
}

async function answerTo(
  errors: Errors<FakeContext>,
  thrown: unknown,
  request: Partial<RequestFacts> = {},
): Promise<string> {
  return summary(await errors.dispatch(thrown, fakeIncident({ request })))
}

describe('the recipes of the original manual', () => {
  it('GEN-1: HTTP errors as JSON keep their status and their headers', async () => {
    const errors = newErrors()
    errors.registerErrorHandler(HttpException, (error) => {
      const { status, headers } = error.getResponse()
      headers.set('Content-Type', 'application/json')
      return new Response(JSON.stringify(error), { status, headers })
    })
    const answer = await errors.dispatch(new MethodNotAllowed(['POST']), fakeIncident())
    if (answer.kind !== 'response') throw new Error('It must be a response.')
    expect(answer.response.status).toBe(405)
    expect(answer.response.headers.get('Allow')).toBe('POST')
    expect(await answer.response.json()).toMatchObject({ code: 405, name: 'Method Not Allowed' })
  })

  it('GEN-2: a handler of everything passes HTTP errors through', async () => {
    const errors = newErrors()
    errors.registerErrorHandler(Error, (error) => (error instanceof HttpException ? error : ['sorry', 500]))
    expect(await answerTo(errors, new NotFound())).toMatch(/^404 .*<title>404 Not Found/s)
    expect(await answerTo(errors, createError(410))).toMatch(/^410 /)
    expect(await answerTo(errors, new RangeError('x'))).toBe('500 sorry')
  })

  it('GEN-3: a 404 as JSON with the description it was aborted with', async () => {
    const errors = newErrors()
    errors.registerErrorHandler(404, (error) => [{ error: String(error) }, 404])
    const thrown = thrownBy(() => abort(404, { description: 'Resource not found' }))
    expect(await answerTo(errors, thrown)).toBe('404 {"error":"404 Not Found: Resource not found"}')
  })

  it('GEN-4: an error class of the application with status and payload', async () => {
    class InvalidUsage extends Error {
      readonly status: number
      readonly payload: object

      constructor(message: string, status = 400, payload: object = {}) {
        super(message)
        this.status = status
        this.payload = payload
      }
    }
    const errors = newErrors()
    errors.registerErrorHandler(InvalidUsage, ({ message, status, payload }) => [
      { ...payload, message },
      status,
    ])
    expect(await answerTo(errors, new InvalidUsage('no'))).toBe('400 {"message":"no"}')
    expect(await answerTo(errors, new InvalidUsage('no', 410, { id: 1 }))).toBe('410 {"id":1,"message":"no"}')
  })

  it('GEN-5: a 404 handler of the application that looks at the path', async () => {
    const errors = new Errors<{ readonly path: string }>({ log: new FakeLog() })
    errors.registerErrorHandler(404, (error, { path }) =>
      path.startsWith('/api/') ? [error.toJSON(), 404] : ['blog', 404],
    )
    const at = async (path: string): Promise<string> =>
      summary(
        await errors.dispatch(new NotFound(), {
          ...fakeIncident(),
          framework: { answerFrom: () => undefined },
          context: { path },
        }),
      )
    expect(await at('/blog/x')).toBe('404 blog')
    expect(await at('/api/x')).toMatch(/^404 \{"code":404/)
  })

  it('GEN-6: handlers are written first and registered in a factory', async () => {
    const notFound = (error: HttpException): unknown => [`page for ${error.code}`, error.code]
    const createApplication = (): Errors<FakeContext> => {
      const errors = newErrors()
      errors.registerErrorHandler(404, notFound)
      return errors
    }
    expect(await answerTo(createApplication(), new NotFound())).toBe('404 page for 404')
  })

  it('GEN-7: pages with the status that goes with them', async () => {
    const errors = newErrors()
    errors.registerErrorHandler(404, () => [
      '<h1>Lost</h1>',
      404,
      { 'Content-Type': 'text/html; charset=utf-8' },
    ])
    const answer = await errors.dispatch(new NotFound(), fakeIncident())
    expect(summary(answer)).toBe('404 <h1>Lost</h1>')
    expect(headerOf(answer, 'Content-Type')).toEqual(['text/html; charset=utf-8'])
  })

  it('CFG-8: a request for another host is a 400, which its handlers take', async () => {
    const errors = newErrors()
    errors.registerErrorHandler(400, (error) => [error.name, 400])
    expect(await answerTo(errors, new SecurityError())).toBe('400 SecurityError')
  })

  it('CFG-9: a body that is too large is a 413, which its handlers take', async () => {
    const errors = newErrors()
    errors.registerErrorHandler(413, (error) => [`limit: ${error.name}`, 413])
    const parsers = createError(413, 'request entity too large', { type: 'entity.too.large' })
    expect(await answerTo(errors, new RequestEntityTooLarge())).toBe('413 limit: RequestEntityTooLarge')
    expect(await answerTo(errors, parsers)).toBe('413 limit: RequestEntityTooLarge')
  })

  it('DBGH-3: what a parser says of malformed JSON is shown in debug mode alone', async () => {
    const malformed = (): unknown => {
      const syntax = thrownBy(() => JSON.parse('{"a":') as unknown)
      return createError(400, syntax as Error, { type: 'entity.parse.failed' })
    }
    expect(await answerTo(newErrors(), malformed(), { accept: 'text/plain' })).not.toMatch(/JSON/)
    expect(await answerTo(newErrors({ debug: true }), malformed(), { accept: 'text/plain' })).toMatch(
      /^400 .*JSON/s,
    )
  })

  it('gives handlers of an adopted error its own class or the HTTP exception, as they asked for', async () => {
    const errors = newErrors()
    const seen: unknown[] = []
    const conflict = createError(409, 'twice')
    errors.registerErrorHandler(409, (error) => {
      seen.push(error)
      return 'by code'
    })
    await errors.dispatch(conflict, fakeIncident())
    errors.registerErrorHandler(createError.HttpError, (error) => {
      seen.push(error)
      return 'own class'
    })
    expect(await answerTo(errors, createError(410))).toBe('200 own class')
    expect(seen[0]).toMatchObject({ code: 409, cause: conflict })
    expect(seen[1]).toMatchObject({ status: 410 })
  })

  it('takes Fastify-like errors with a status code only where the framework says so', async () => {
    const errors = newErrors()
    const error = Object.assign(new Error('late'), { statusCode: 409 })
    expect(await answerTo(errors, error)).toMatch(/^500 /)
    expect(summary(await errors.dispatch(error, fakeIncident({ plainStatusCode: true })))).toMatch(/^409 /)
  })
})
