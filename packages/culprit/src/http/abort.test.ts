import { describe, expect, expectTypeOf, it } from 'vitest'
import { abort, Aborter, LookupError } from './abort.ts'
import { BadRequest, BadRequestKeyError } from './bad-request.ts'
import { NotFound } from './client-errors.ts'
import { defaultExceptions } from './default-exceptions.ts'
import { HttpException } from './http-exception.ts'
import type { MethodNotAllowed } from './method-not-allowed.ts'
import { statuses } from './status.ts'
import { Unauthorized } from './unauthorized.ts'

function thrownBy(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

class PaymentRequired extends HttpException {
  static override readonly code = 402
}

describe('abort()', () => {
  it('is the one function of the library on the stack, which holds ten', () => {
    const error = thrownBy(function caller() {
      abort(404)
    })
    const frames = error instanceof Error ? (error.stack ?? '').split('\n    at ').slice(1) : []
    expect(frames.map((frame) => frame.split(' ')[0]).slice(0, 2)).toEqual(['abort', 'caller'])
  })

  it.each([...defaultExceptions])('ABT-1: throws the class of %i', (code, exception) => {
    const error = thrownBy(() => abort(code))
    expect(error).toBeInstanceOf(exception)
    expect(error).toMatchObject({ code, description: statuses.get(code)?.description })
  })

  it('ABT-1: hands on what follows the code', () => {
    expect(thrownBy(() => abort(405, ['PUT', 'GET']))).toMatchObject({ validMethods: ['GET', 'PUT'] })
    expect(thrownBy(() => abort(401, { wwwAuthenticate: 'Basic' }))).toBeInstanceOf(Unauthorized)
    expect(thrownBy(() => abort(404, 'No such user'))).toMatchObject({ description: 'No such user' })
  })

  it('ABT-1: knows the arguments of each class', () => {
    expectTypeOf(abort<404>).parameters.toEqualTypeOf<[404, ...ConstructorParameters<typeof NotFound>]>()
    expectTypeOf(abort<405>).parameters.toEqualTypeOf<
      [405, ...ConstructorParameters<typeof MethodNotAllowed>]
    >()
    expectTypeOf(abort<404>).returns.toBeNever()
  })

  it('ABT-2: throws an exception that carries a response, and has no code', () => {
    const response = new Response('custom', { status: 202 })
    const error = thrownBy(() => abort(response))
    expect(error).toBeInstanceOf(HttpException)
    expect(error).toMatchObject({ code: undefined, response })
    expect(error instanceof HttpException && error.getResponse()).toBe(response)
  })

  it.each([999, 308, 402, 200, Number.NaN])('ABT-3: refuses %d', (code) => {
    const error = thrownBy(() => abort(code))
    expect(error).toBeInstanceOf(LookupError)
    expect(error).toMatchObject({ name: 'LookupError', message: `no exception for ${code}` })
  })
})

describe('abort() of plain JavaScript', () => {
  it.each([
    ['404', 'string'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ status: 404 }, 'object'],
  ])('refuses %o, which is neither a code nor a Response', (given, name) => {
    const error = thrownBy(() => Reflect.apply(abort, undefined, [given]))
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain(`takes a status code or a Response, but it was given ${name}`)
  })
})

describe('defaultExceptions', () => {
  it('EXC-10: has the 31 codes, each once, and the first class of a code', () => {
    expect(defaultExceptions.size).toBe(31)
    expect(defaultExceptions.get(400)).toBe(BadRequest)
    expect(defaultExceptions.get(400)).not.toBe(BadRequestKeyError)
    expect([...defaultExceptions].every(([code, exception]) => exception.code === code)).toBe(true)
  })
})

describe('Aborter', () => {
  it('EXC-11: a mapping replaces the table', () => {
    const aborter = new Aborter({ mapping: { 402: PaymentRequired } })
    expect(thrownBy(() => aborter.abort(402))).toBeInstanceOf(PaymentRequired)
    expect(thrownBy(() => aborter.abort(404))).toMatchObject({ message: 'no exception for 404' })
  })

  it('EXC-11: extra classes extend it', () => {
    const aborter = new Aborter({ extra: new Map([[402, PaymentRequired]]) })
    expect(thrownBy(() => aborter.abort(402, 'no funds'))).toMatchObject({
      code: 402,
      description: 'no funds',
    })
    expect(thrownBy(() => aborter.abort(404))).toBeInstanceOf(NotFound)
  })

  it('ABT-4: takes a response too', () => {
    const response = new Response('x')
    expect(thrownBy(() => new Aborter().abort(response))).toMatchObject({ response })
  })
})
