import { Readable } from 'node:stream'
import { BadRequestException, HttpException as NestException, ForbiddenException } from '@nestjs/common'
import bodyParser from 'body-parser'
import Fastify from 'fastify'
import { HTTPException } from 'hono/http-exception'
import createError from 'http-errors'
import { describe, expect, it } from 'vitest'
import { adoptHttpError } from './adopt.ts'
import { BadRequest } from './bad-request.ts'
import { Forbidden, NotFound, RequestEntityTooLarge } from './client-errors.ts'
import { HttpException } from './http-exception.ts'
import { MethodNotAllowed } from './method-not-allowed.ts'
import { RequestedRangeNotSatisfiable } from './range-not-satisfiable.ts'
import { BadGateway, ServiceUnavailable } from './server-errors.ts'
import { statusDescription } from './status.ts'

const secret = 'secret-7731'

describe('adoptHttpError()', () => {
  it('leaves our own as they are', () => {
    const error = new NotFound()
    expect(adoptHttpError(error)).toBe(error)
  })

  it.each([
    ['an error', new Error(secret)],
    [
      'an error with a status of somebody else',
      Object.assign(new Error(secret), { statusCode: 404, status: 404 }),
    ],
    ['an error with expose, but no status', Object.assign(new Error(secret), { expose: true })],
    [
      'an error whose status disagrees',
      Object.assign(new Error(secret), { expose: true, status: 400, statusCode: 404 }),
    ],
    [
      'an error with a status that is none',
      Object.assign(new Error(secret), { expose: true, status: 42, statusCode: 42 }),
    ],
    ['an error marked as 500', createError(500, new RangeError(secret))],
    ['an object', { expose: true, status: 404, statusCode: 404 }],
    ['a text', '404'],
    ['undefined', undefined],
  ])('does not adopt %s', (_, error: unknown) => {
    expect(adoptHttpError(error)).toBeUndefined()
  })

  it('does not throw when looking at the error throws', () => {
    const hostile = new Error(secret)
    Object.defineProperty(hostile, 'status', {
      get: () => {
        throw new Error('no')
      },
    })
    expect(adoptHttpError(hostile)).toBeUndefined()
    const { proxy, revoke } = Proxy.revocable(new Error(secret), {})
    revoke()
    expect(adoptHttpError(proxy)).toBeUndefined()
  })
})

describe('adoptHttpError(), http-errors', () => {
  it('keeps status, message, headers and the original', () => {
    const error = createError(429, 'slow down', { headers: { 'Retry-After': '5' } })
    const adopted = adoptHttpError(error)
    expect(adopted).toMatchObject({ code: 429, description: 'slow down', cause: error })
    expect(adopted?.getHeaders()).toEqual([['Retry-After', '5']])
  })

  it.each([
    [createError(404), NotFound, statusDescription(404)],
    [createError(404, 'no such user'), NotFound, 'no such user'],
    [createError(404, secret, { expose: false }), NotFound, statusDescription(404)],
    [createError(405, 'x'), MethodNotAllowed, 'x'],
    [createError(416, 'x'), RequestedRangeNotSatisfiable, 'x'],
    [createError(502, secret), BadGateway, statusDescription(502)],
    [createError(503, secret, { expose: true }), ServiceUnavailable, statusDescription(503)],
  ])('takes %s', (error, exception, description) => {
    const adopted = adoptHttpError(error)
    expect(adopted).toBeInstanceOf(exception)
    expect(adopted).toMatchObject({ description, cause: error })
    expect(adopted?.getBody()).not.toContain(secret)
  })

  it('gives a status without a class one of its own, so that handlers of HttpException get it', () => {
    const adopted = adoptHttpError(createError(402, 'no funds'))
    expect(adopted).toBeInstanceOf(HttpException)
    expect(adopted).toMatchObject({ code: 402, phrase: 'Payment Required', description: 'no funds' })
    expect(adopted && Reflect.get(adopted.constructor, 'code')).toBe(402)
  })
})

describe('adoptHttpError(), Koa', () => {
  it.each(['status', 'statusCode'])('takes an error with %s and expose, as its manual has it', (name) => {
    const error = Object.assign(new Error('name required'), { [name]: 400, expose: true })
    expect(adoptHttpError(error)).toMatchObject({ code: 400, description: 'name required', cause: error })
    expect(adoptHttpError(Object.assign(error, { expose: false }))?.description).toBe(statusDescription(400))
    expect(adoptHttpError(Object.assign(error, { [name]: 503 }))).toBeUndefined()
  })

  it('DBGH-3: takes malformed JSON of co-body, and keeps what the parser says in debug only', () => {
    const error = Object.assign(new SyntaxError(secret), { status: 400, body: `{"${secret}` })
    expect(adoptHttpError(error)).toBeInstanceOf(BadRequest)
    expect(adoptHttpError(error)).toMatchObject({ description: statusDescription(400), cause: error })
    expect(adoptHttpError(error, { debug: true })?.description).toBe(secret)
    expect(adoptHttpError(Object.assign(new SyntaxError(secret), { status: 400 }))).toBeUndefined()
  })
})

describe('adoptHttpError(), body-parser', () => {
  async function parse(body: string, type: string): Promise<unknown> {
    const req = Object.assign(Readable.from([body]), {
      method: 'POST',
      headers: { 'content-type': type, 'content-length': String(body.length) },
    })
    return new Promise((resolve) =>
      bodyParser.json({ limit: 20 })(req as never, {} as never, resolve as never),
    )
  }

  it('DBGH-3: keeps what the parser says in debug only', async () => {
    const error = await parse(`{"${secret}`, 'application/json')
    expect(adoptHttpError(error)).toBeInstanceOf(BadRequest)
    expect(adoptHttpError(error)).toMatchObject({ description: statusDescription(400), cause: error })
    expect(adoptHttpError(error, { debug: true })?.description).toMatch(/JSON/)
  })

  it('takes a body that is too large', async () => {
    const adopted = adoptHttpError(await parse('x'.repeat(30), 'application/json'))
    expect(adopted).toBeInstanceOf(RequestEntityTooLarge)
  })
})

describe('adoptHttpError(), multer', () => {
  it.each([
    ['LIMIT_FILE_SIZE', 413],
    ['LIMIT_UNEXPECTED_FILE', 400],
  ])('takes %s as a %i, with its message', (code, status) => {
    const error = Object.assign(new Error('File too large'), { name: 'MulterError', code })
    expect(adoptHttpError(error)).toMatchObject({ code: status, description: 'File too large', cause: error })
  })

  it('leaves its other errors alone', () => {
    const error = Object.assign(new Error(secret), { name: 'MulterError', code: 'STORAGE' })
    expect(adoptHttpError(error)).toBeUndefined()
  })
})

describe('adoptHttpError(), Hono', () => {
  it('keeps message or response', async () => {
    expect(adoptHttpError(new HTTPException(403, { message: 'members only' }))).toMatchObject({
      code: 403,
      description: 'members only',
    })
    const res = new Response('sign in', { headers: { 'WWW-Authenticate': 'Basic' } })
    const adopted = adoptHttpError(new HTTPException(401, { res }))
    expect(adopted?.code).toBe(401)
    expect(adopted?.response?.status).toBe(401)
    expect(adopted?.response?.headers.get('www-authenticate')).toBe('Basic')
    expect(await adopted?.response?.text()).toBe('sign in')
  })

  it('hides the message of 5xx', () => {
    expect(adoptHttpError(new HTTPException(503, { message: secret }))?.description).toBe(
      statusDescription(503),
    )
    expect(adoptHttpError(new HTTPException())?.code).toBe(500)
  })

  it('takes a redirect as the response it is', () => {
    const res = new Response(null, { headers: { Location: '/login' } })
    const adopted = adoptHttpError(new HTTPException(302 as 400, { res }))
    expect(adopted).toMatchObject({ code: undefined })
    expect(adopted?.getResponse().status).toBe(302)
  })
})

describe('adoptHttpError(), Nest', () => {
  it.each([
    [new ForbiddenException(), Forbidden, statusDescription(403)],
    [new ForbiddenException('members only'), Forbidden, 'members only'],
    [
      new BadRequestException(['name is missing', 'age is no number']),
      BadRequest,
      'name is missing\nage is no number',
    ],
    [new NestException({ message: 'own' }, 404), NotFound, 'own'],
    [new NestException({ code: 7 }, 404), NotFound, statusDescription(404)],
    [new NestException(secret, 503), ServiceUnavailable, statusDescription(503)],
  ])('takes %s', (error, exception, description) => {
    const adopted = adoptHttpError(error)
    expect(adopted).toBeInstanceOf(exception)
    expect(adopted).toMatchObject({ description, cause: error })
  })

  it('DBGH-3: keeps what a parser said in debug only', () => {
    const error = new BadRequestException(secret, { cause: new SyntaxError(secret) })
    expect(adoptHttpError(error)).toMatchObject({ code: 400, description: statusDescription(400) })
    expect(adoptHttpError(error, { debug: true })?.description).toBe(secret)
  })
})

describe('adoptHttpError(), Fastify', () => {
  async function failing(payload: string, type = 'application/json'): Promise<unknown> {
    const app = Fastify()
    let caught: unknown
    app.setErrorHandler((error, _, reply) => {
      caught = error
      return reply.send('')
    })
    const schema = { body: { type: 'object', required: ['name'] } }
    app.post('/', { schema }, () => 'ok')
    await app.inject({ method: 'POST', url: '/', payload, headers: { 'content-type': type } })
    await app.close()
    return caught
  }

  it('takes validation with its message', async () => {
    expect(adoptHttpError(await failing('{}'))).toMatchObject({
      code: 400,
      description: "body must have required property 'name'",
    })
  })

  it('takes coded errors', async () => {
    expect(adoptHttpError(await failing('x', 'application/x-unknown'))).toMatchObject({ code: 415 })
    const malformed = adoptHttpError(await failing(`{"${secret}`))
    expect(malformed).toMatchObject({ code: 400 })
    expect(malformed?.getBody()).not.toContain(secret)
  })

  it('leaves coded errors of the server alone', () => {
    const error = Object.assign(new Error(secret), {
      code: 'FST_ERR_REP_INVALID_PAYLOAD_TYPE',
      statusCode: 500,
    })
    expect(adoptHttpError(error)).toBeUndefined()
  })

  it('takes plain errors with a status where it is asked to, without their message', () => {
    const error = Object.assign(new Error(secret), { statusCode: 404 })
    expect(adoptHttpError(error, { plainStatusCode: true })).toMatchObject({
      code: 404,
      description: statusDescription(404),
      cause: error,
    })
    const failed = Object.assign(new Error(secret), { statusCode: 500 })
    expect(adoptHttpError(failed, { plainStatusCode: true })).toBeUndefined()
  })
})

describe('adoptHttpError(), routers of Express', () => {
  it('takes an address that cannot be decoded', () => {
    const error = Object.assign(new URIError(`Failed to decode param '${secret}'`), {
      status: 400,
      statusCode: 400,
    })
    expect(adoptHttpError(error)).toMatchObject({ code: 400, description: statusDescription(400) })
    expect(adoptHttpError(new URIError('x'))).toBeUndefined()
  })
})
