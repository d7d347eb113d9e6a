import { describe, expectTypeOf, it } from 'vitest'
import { Forbidden, NotFound } from '../http/client-errors.ts'
import type { HttpException } from '../http/http-exception.ts'
import { InternalServerError } from '../http/server-errors.ts'
import type { Answer } from './answer.ts'
import type { ErrorHandler } from './error-handler.ts'
import { Errors, type Scope } from './errors.ts'
import { defineScope } from './scope-definition.ts'

interface Shop {
  readonly shop: string
}

class PaymentError extends Error {
  readonly funds: number

  constructor(funds: number) {
    super('no funds')
    this.funds = funds
  }
}

abstract class AbstractError extends Error {
  abstract readonly detail: string
}

describe('the types of handlers', () => {
  it('gives a handler of a class errors of that class, and the context of the framework', () => {
    const errors = new Errors<Shop>()
    errors.registerErrorHandler(PaymentError, (error, context) => {
      expectTypeOf(error).toEqualTypeOf<PaymentError>()
      expectTypeOf(context).toEqualTypeOf<Shop>()
      return [error.funds, 402]
    })
    errors.registerErrorHandler(AbstractError, (error) => {
      expectTypeOf(error.detail).toEqualTypeOf<string>()
    })
    errors.registerErrorHandler(InternalServerError, (error) => {
      expectTypeOf(error.originalException).toEqualTypeOf<Error | undefined>()
    })
    errors.registerErrorHandler(Error, (error) => {
      expectTypeOf(error).toEqualTypeOf<Error>()
    })
  })

  it('REG-5: gives a handler of a code exceptions of the class of that code', () => {
    const errors = new Errors<Shop>()
    errors.registerErrorHandler(404, (error, context) => {
      expectTypeOf(error).toEqualTypeOf<NotFound>()
      expectTypeOf(context).toEqualTypeOf<Shop>()
    })
    errors.errorHandler(500)((error) => {
      expectTypeOf(error.originalException).toEqualTypeOf<Error | undefined>()
    })
    for (const code of [403, 404]) {
      errors.registerErrorHandler(code, (error) => {
        expectTypeOf(error).toEqualTypeOf<HttpException>()
      })
    }
    errors.registerErrorHandler(405, (error: HttpException) => error.phrase)
  })

  it('returns the handler with its own type (REG-1)', () => {
    const errors = new Errors<Shop>()
    const handler = async (error: HttpException): Promise<string> => error.phrase
    expectTypeOf(errors.registerErrorHandler(404, handler)).toEqualTypeOf(handler)
    expectTypeOf(errors.errorHandler(403)(errors.errorHandler(NotFound)(handler))).toEqualTypeOf(handler)
    errors.errorHandler(Forbidden)((error, context) => {
      expectTypeOf(error).toEqualTypeOf<Forbidden>()
      expectTypeOf(context).toEqualTypeOf<Shop>()
    })
  })

  it('refuses handlers of another class of errors, and classes of something else', () => {
    const errors = new Errors<Shop>()
    // @ts-expect-error A handler of RangeErrors is not given a PaymentError.
    errors.registerErrorHandler(PaymentError, (_error: InternalServerError) => 'no')
    // @ts-expect-error A handler must be a function.
    errors.registerErrorHandler(404, 'not found')
    expectTypeOf<typeof Map>().not.toMatchTypeOf<Parameters<typeof errors.registerErrorHandler>[0]>()
  })

  it('types scopes, definitions and handlers for the whole application alike', () => {
    const scope = new Errors<Shop>().scope('admin')
    expectTypeOf(scope).toEqualTypeOf<Scope<Shop>>()
    scope.registerAppErrorHandler(PaymentError, (error, context) => {
      expectTypeOf(error).toEqualTypeOf<PaymentError>()
      expectTypeOf(context).toEqualTypeOf<Shop>()
    })
    defineScope<Shop>('users').registerErrorHandler(404, (error, context) => {
      expectTypeOf(error).toEqualTypeOf<NotFound>()
      expectTypeOf(context).toEqualTypeOf<Shop>()
    })
  })

  it('accepts errors whose handlers need no context where a framework gives one', () => {
    const attach = (_errors: Errors<Shop>): void => undefined
    attach(new Errors())
    attach(new Errors<object>())
    const attachScope = (_scope: Scope<Shop>): void => undefined
    attachScope(new Errors().scope('admin'))
    new Errors<Shop>().registerScope(defineScope('users'))
    new Errors<Shop>().registerScope(defineScope<object>('users'))
    // @ts-expect-error Its handlers need a context that the framework does not give.
    attach(new Errors<{ readonly bakery: string }>())
  })

  it('types observers, teardown and the functions that run after an error', () => {
    const errors = new Errors<Shop>()
    errors.on('answered', (event) => {
      expectTypeOf(event.status).toEqualTypeOf<number | undefined>()
      expectTypeOf(event.context).toEqualTypeOf<Shop>()
    })
    errors.afterError((answer, { context }) => {
      expectTypeOf(answer).toEqualTypeOf<Answer>()
      expectTypeOf(context).toEqualTypeOf<Shop>()
    })
    errors.teardown((error, context) => {
      expectTypeOf(error).toEqualTypeOf<unknown>()
      expectTypeOf(context).toEqualTypeOf<Shop>()
    })
  })

  it('lets a handler be written apart', () => {
    const handler: ErrorHandler<PaymentError, Shop> = (error, { shop }) => `${shop}: ${error.funds}`
    new Errors<Shop>().registerErrorHandler(PaymentError, handler)
  })

  it('knows that abort never returns', () => {
    const errors: Errors<Shop> = new Errors<Shop>()
    const status = (found: string | undefined): number => {
      if (found === undefined) errors.abort(404)
      return found.length
    }
    expectTypeOf(status).returns.toEqualTypeOf<number>()
  })
})
