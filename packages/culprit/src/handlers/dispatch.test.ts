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
import { BadRequest, BadRequestKeyError, ClientDisconnected, KeyError } from '../http/bad-request.ts'
import { Forbidden, ImATeapot, NotFound } from '../http/client-errors.ts'
import { HttpException } from '../http/http-exception.ts'
import { MethodNotAllowed } from '../http/method-not-allowed.ts'
import { RequestRedirect } from '../http/request-redirect.ts'
import { InternalServerError } from '../http/server-errors.ts'
import { Errors } from './errors.ts'
import type { ErrorsOptions } from './options.ts'

class PaymentError extends Error {
  override readonly name = 'PaymentError'
}

function set(options: ErrorsOptions = {}): { errors: Errors<FakeContext>; log: FakeLog } {
  const log = new FakeLog()
  return { errors: new Errors<FakeContext>({ log, ...options }), log }
}

async function answerTo(errors: Errors<FakeContext>, thrown: unknown): Promise<string> {
  return summary(await errors.dispatch(thrown, fakeIncident()))
}

const original = (error: HttpException): unknown => {
  if (!(error instanceof InternalServerError)) return ['no wrapper', 500]
  const { originalException } = error
  return [`app 500: ${originalException instanceof Error ? originalException.name : 'none'}`, 500]
}

describe('dispatch: the step of handlers', () => {
  it('DSP-4: a handler is called with the error and the context', async () => {
    const { errors } = set()
    const seen: unknown[] = []
    errors.registerErrorHandler(PaymentError, (error, context) => {
      seen.push(error, context)
      return ['payment', 402]
    })
    const failure = new PaymentError('no funds')
    const incident = fakeIncident()
    expect(summary(await errors.dispatch(failure, incident))).toBe('402 payment')
    expect(seen).toEqual([failure, incident.context])
    expect(seen[0]).toBe(failure)
  })

  it('DSP-5: abort(response) is sent as it is, and no handler is asked', async () => {
    const { errors, log } = set()
    errors.registerErrorHandler(HttpException, () => 'http')
    errors.registerErrorHandler(Error, () => 'error')
    const response = new Response('custom', { status: 299 })
    const answer = await errors.dispatch(
      thrownBy(() => abort(response)),
      fakeIncident(),
    )
    expect(answer).toEqual({ kind: 'response', response })
    expect(log.messages).toEqual([])
  })

  it('DSP-5: a thrown Response counts as abort(response)', async () => {
    const { errors } = set()
    errors.registerErrorHandler(Error, () => 'error')
    const response = Response.redirect('http://localhost/there')
    expect(await errors.dispatch(response, fakeIncident())).toEqual({ kind: 'response', response })
  })

  it('DSP-6: a redirect of routing is sent as it is, and no handler is asked', async () => {
    const { errors } = set()
    errors.registerErrorHandler(Error, () => 'error')
    expect(await answerTo(errors, new RequestRedirect('/s/'))).toBe('308 (response)')
    class OtherCopy extends HttpException {
      static override readonly code = 308
    }
    const response = Response.redirect('https://shop.example/s/', 308)
    expect(await answerTo(errors, new OtherCopy({ response }))).toBe('308 (response)')
  })

  it('DSP-7: without a handler the exception is its own answer', async () => {
    const { errors, log } = set()
    const answer = await errors.dispatch(new MethodNotAllowed(['POST', 'GET']), fakeIncident())
    expect(summary(answer)).toContain('<title>405 Method Not Allowed</title>')
    expect(headerOf(answer, 'Allow')).toEqual(['GET, POST'])
    expect(log.errors).toEqual([])
  })

  it('DSP-9: the status is not inherited', async () => {
    const { errors } = set()
    errors.registerErrorHandler(404, () => 'just body')
    expect(await answerTo(errors, new NotFound())).toBe('200 just body')
  })

  it('DSP-10: a handler may return the exception', async () => {
    const { errors } = set()
    errors.registerErrorHandler(Error, (error) => error)
    expect(await answerTo(errors, new ImATeapot())).toMatch(/^418 /)
    expect(await answerTo(errors, new RangeError('secret'))).toMatch(/^500 (?!.*secret)/s)
  })

  it('DSP-12: a handler that throws is a new error, which no other handler takes', async () => {
    const { errors, log } = set()
    const clumsy = new SyntaxError('clumsy')
    errors.registerErrorHandler(PaymentError, () => {
      throw clumsy
    })
    errors.registerErrorHandler(SyntaxError, () => 'never')
    errors.registerErrorHandler(500, original)
    expect(await answerTo(errors, new PaymentError('x'))).toBe('500 app 500: SyntaxError')
    expect(log.errors.map(({ error }) => error)).toEqual([clumsy])
  })

  it('DSP-13: abort(404) inside a handler is a 500, though there is a 404 handler', async () => {
    const { errors } = set()
    errors.registerErrorHandler(404, () => 'never')
    errors.registerErrorHandler(PaymentError, () => abort(404))
    errors.registerErrorHandler(500, original)
    expect(await answerTo(errors, new PaymentError('x'))).toBe('500 app 500: NotFound')
  })

  it('DSP-13: what a handler throws has the error it was given as its cause', async () => {
    const { errors } = set()
    errors.registerErrorHandler(PaymentError, () => abort(404))
    errors.registerErrorHandler(500, (error) => [String(error.originalException?.cause), 500])
    expect(await answerTo(errors, new PaymentError('no funds'))).toMatch(/^500 .*no funds$/)
  })

  it('DSP-14: null, undefined, 0 and the string route arrive as any other error', async () => {
    const { errors } = set()
    errors.registerErrorHandler(500, (error) =>
      error instanceof InternalServerError ? [String(error.originalException), 500] : 'no wrapper',
    )
    for (const thrown of [null, undefined, 0, 'route']) {
      expect(await answerTo(errors, thrown)).toMatch(/^500 NonErrorThrown: /)
    }
  })

  it('DSP-16: an error after the headers is logged once, and no handler is called', async () => {
    const { errors, log } = set()
    const told: string[] = []
    errors.registerErrorHandler(Error, () => told.push('handler'))
    errors.on('unhandled', () => void told.push('unhandled'))
    errors.on('broken', ({ error }) => void told.push(String(error)))
    errors.broken('torn', fakeIncident())
    expect(told).toEqual(['torn'])
    expect(log.messages).toEqual(['Exception on /path [GET] after the headers were sent'])
  })

  it('DSP-17: an HTTP exception without a code answers 500', async () => {
    const { errors } = set()
    expect(await answerTo(errors, new HttpException('odd'))).toMatch(/^500 /)
  })

  it('DBGH-4: what cannot be an answer is named', async () => {
    const { errors, log } = set()
    errors.registerErrorHandler(404, () => true)
    expect(await answerTo(errors, new NotFound())).toMatch(/^500 /)
    expect(String(log.errors[0]?.error)).toMatch(/error handler for NotFound.*it was a boolean/s)
  })
})

describe('dispatch: the 500 step', () => {
  it('UNH-1, UNH-8: no handler makes a generic 500, after everything that runs after errors', async () => {
    const { errors } = set()
    let after = 0
    errors.afterError(() => void (after += 1))
    const text = await answerTo(errors, new RangeError('secret-7731'))
    expect(text).toContain('<title>500 Internal Server Error</title>')
    expect(text).not.toMatch(/secret-7731|RangeError/)
    expect(after).toBe(1)
  })

  it('UNH-2, UNH-3: propagated errors are told to observers, not logged, and nothing runs after them', async () => {
    const { errors, log } = set({ propagateExceptions: true })
    const told: unknown[] = []
    errors.registerErrorHandler(500, () => 'never')
    errors.on('unhandled', ({ error }) => void told.push(error))
    errors.afterError(() => void told.push('after'))
    const failure = new RangeError('x')
    await expect(errors.dispatch(failure, fakeIncident())).rejects.toBe(failure)
    expect(told).toEqual([failure])
    expect(log.messages).toEqual([])
  })

  it.each([InternalServerError, HttpException, Error])(
    'UNH-4: a handler of %o takes the wrapped error',
    async (one) => {
      const { errors } = set()
      const seen: unknown[] = []
      const failure = new RangeError('x')
      // Error itself would take the RangeError in the first step: the handler is one that fails there.
      errors.registerErrorHandler(RangeError, () => {
        throw failure
      })
      errors.registerErrorHandler(one, (error) => {
        seen.push(error)
        return ['wrapped', 500]
      })
      expect(await answerTo(errors, failure)).toBe('500 wrapped')
      expect(seen).toHaveLength(1)
      expect(seen[0]).toBeInstanceOf(InternalServerError)
      expect(seen[0]).toMatchObject({ originalException: failure, cause: failure })
    },
  )

  it('UNH-4: the handler of a scope comes before that of the application', async () => {
    const { errors } = set()
    errors.scope('admin').registerErrorHandler(500, () => 'admin')
    errors.registerErrorHandler(500, () => 'app')
    const answer = await errors.dispatch(new RangeError('x'), fakeIncident({ scopes: ['admin'] }))
    expect(summary(answer)).toBe('200 admin')
  })

  it('UNH-5: originalException is undefined for an explicit abort(500), the error otherwise', async () => {
    const { errors } = set()
    errors.registerErrorHandler(500, original)
    expect(
      await answerTo(
        errors,
        thrownBy(() => abort(500)),
      ),
    ).toBe('500 app 500: none')
    expect(await answerTo(errors, new RangeError('x'))).toBe('500 app 500: RangeError')
  })

  it('UNH-6: an explicit abort(500) is no unhandled error, in debug mode neither', async () => {
    const { errors, log } = set({ debug: true })
    const told: unknown[] = []
    errors.on('unhandled', () => void told.push('unhandled'))
    errors.registerErrorHandler(500, original)
    const incident = fakeIncident()
    expect(summary(await errors.dispatch(new InternalServerError(), incident))).toBe('500 app 500: none')
    expect([told, log.messages, errors.unhandledErrorOf(incident.context)]).toEqual([[], [], null])
  })

  it.each<ErrorsOptions>([{ debug: true }, { testing: true }])(
    'UNH-7: with %o unhandled errors skip the 500 handler, but class handlers run',
    async (options) => {
      const { errors } = set(options)
      errors.registerErrorHandler(500, () => 'never')
      errors.registerErrorHandler(PaymentError, () => 'payment')
      const failure = new RangeError('x')
      await expect(errors.dispatch(failure, fakeIncident())).rejects.toBe(failure)
      expect(await answerTo(errors, new PaymentError('x'))).toBe('200 payment')
      errors.registerErrorHandler(Error, () => 'error')
      expect(await answerTo(errors, failure)).toBe('200 error')
    },
  )

  it('UNH-9: a function that fails after a 500 is logged, and the answer is sent as it is', async () => {
    const { errors, log } = set()
    errors.registerErrorHandler(500, original)
    const failure = new Error('after')
    errors.afterError(() => {
      throw failure
    })
    expect(await answerTo(errors, new RangeError('x'))).toBe('500 app 500: RangeError')
    expect(log.errors.at(-1)).toMatchObject({
      message: 'Request finalizing failed with an error while handling an error',
      error: failure,
    })
  })

  it('UNH-10: one that always fails runs twice, and the client gets the 500', async () => {
    const { errors } = set()
    let runs = 0
    errors.registerErrorHandler(404, () => 'fine')
    errors.registerErrorHandler(500, original)
    errors.afterError(() => {
      runs += 1
      throw new SyntaxError('after')
    })
    expect(await answerTo(errors, new NotFound())).toBe('500 app 500: SyntaxError')
    expect(runs).toBe(2)
  })

  it('UNH-11: a 500 handler that fails ends on the generic page; teardown gets the first error', async () => {
    const { errors, log } = set()
    const [first, second] = [new RangeError('first'), new SyntaxError('second')]
    errors.registerErrorHandler(500, () => {
      throw second
    })
    const incident = fakeIncident()
    expect(summary(await errors.dispatch(first, incident))).toContain(
      '<title>500 Internal Server Error</title>',
    )
    expect(errors.unhandledErrorOf(incident.context)).toBe(first)
    expect(log.errors.map(({ message, error }) => [message, error])).toEqual([
      ['Exception on /path [GET]', first],
      ['Error handler failed on /path [GET]', second],
    ])
  })

  it('DSP-11: a handler that returns nothing is an error, of a 404 as of a 500', async () => {
    const { errors, log } = set()
    errors.registerErrorHandler(404, () => undefined)
    expect(await answerTo(errors, new NotFound())).toContain('<title>500 ')
    expect(String(log.errors[0]?.error)).toBe(
      'TypeError: The error handler for NotFound did not return a valid response. The handler either returned undefined or ended without a return statement.',
    )
    errors.registerErrorHandler(500, () => null)
    expect(await answerTo(errors, new RangeError('x'))).toContain('<title>500 ')
    expect(log.messages.at(-1)).toBe('Error handler failed on /path [GET]')
  })

  it('UNH-12: an Error handler that fails is called a second time, with the new error wrapped', async () => {
    const { errors } = set()
    const seen: unknown[] = []
    errors.registerErrorHandler(Error, (error) => {
      seen.push(error)
      if (seen.length === 1) throw new SyntaxError('clumsy')
      return original(error as HttpException)
    })
    expect(await answerTo(errors, new RangeError('x'))).toBe('500 app 500: SyntaxError')
    expect(seen.map((one) => (one as Error).name)).toEqual(['RangeError', 'InternalServerError'])
  })

  it('UNH-13: with handlers for Error and 500, plain errors go to the one, abort(500) to the other', async () => {
    const { errors } = set()
    errors.registerErrorHandler(Error, () => 'error')
    errors.registerErrorHandler(500, () => '500')
    expect(await answerTo(errors, new RangeError('x'))).toBe('200 error')
    expect(await answerTo(errors, new InternalServerError())).toBe('200 500')
  })

  it('UNH-14: an HttpException handler alone gets both', async () => {
    const { errors } = set()
    errors.registerErrorHandler(HttpException, (error) => [error.toJSON(), error.code ?? 0])
    expect(await answerTo(errors, new RangeError('x'))).toMatch(
      /^500 \{"code":500,"name":"Internal Server Error"/,
    )
    expect(await answerTo(errors, new NotFound())).toMatch(/^404 \{"code":404,"name":"Not Found"/)
  })

  it('LOG-5: it is logged with path and method and its reference, before the handler is called', async () => {
    const { errors, log } = set()
    const failure = new RangeError('x')
    errors.registerErrorHandler(500, () => log.messages.join())
    const answer = await errors.dispatch(
      failure,
      fakeIncident({ request: { method: 'POST', path: '/cart' } }),
    )
    expect(summary(answer)).toBe('200 Exception on /cart [POST]')
    expect(log.errors).toEqual([
      { message: 'Exception on /cart [POST]', error: failure, reference: errors.referenceOf(failure) },
    ])
  })
})

describe('dispatch: settings', () => {
  it.each<[ErrorsOptions, boolean]>([
    [{}, false],
    [{ debug: true }, true],
    [{ testing: true }, true],
    [{ propagateExceptions: true }, true],
    [{ propagateExceptions: false, debug: true, testing: true }, false],
    [{ propagateExceptions: false }, false],
  ])('CFG-1: %o propagates: %s', async (options, propagates) => {
    const { errors } = set(options)
    const done = errors.dispatch(new RangeError('x'), fakeIncident())
    await expect(
      done.then(
        () => false,
        () => true,
      ),
    ).resolves.toBe(propagates)
  })

  it('CFG-2: while testing, HTTP errors still come as answers', async () => {
    expect(await answerTo(set({ testing: true }).errors, new NotFound())).toMatch(/^404 /)
  })

  it('CFG-4: trapped HTTP exceptions use their handlers, and are unhandled without one', async () => {
    const { errors } = set({ trapHttpExceptions: true })
    errors.registerErrorHandler(404, () => 'app 404')
    errors.registerErrorHandler(500, original)
    expect(await answerTo(errors, new NotFound())).toBe('200 app 404')
    expect(await answerTo(errors, new Forbidden())).toBe('500 app 500: Forbidden')
    const failure = new Forbidden()
    const testing = set({ trapHttpExceptions: true, testing: true }).errors
    await expect(testing.dispatch(failure, fakeIncident())).rejects.toBe(failure)
  })

  it('CFG-5: redirects and abort(response) are not trapped', async () => {
    const { errors } = set({ trapHttpExceptions: true, testing: true })
    expect(await answerTo(errors, new RequestRedirect('/s/'))).toBe('308 (response)')
    class OtherCopy extends HttpException {
      static override readonly code = 308
    }
    const response = Response.redirect('https://shop.example/s/', 308)
    expect(await answerTo(errors, new OtherCopy({ response }))).toBe('308 (response)')
    expect(await answerTo(errors, new Response(null, { status: 202 }))).toBe('202 (response)')
  })

  it.each<[ErrorsOptions, string, string]>([
    [{}, '400 key hidden', '400 key hidden'],
    [{ debug: true }, 'raised', '400 key hidden'],
    [{ debug: true, trapBadRequestErrors: false }, '400 key shown', '400 key hidden'],
    [{ trapBadRequestErrors: true }, '500 key hidden', '500 key hidden'],
    [{ trapBadRequestErrors: true, testing: true }, 'raised', 'raised'],
  ])('CFG-6, CFG-7: with %o a missing key is %s, abort(400) is %s', async (options, key, plain) => {
    for (const [error, expected] of [
      [new BadRequestKeyError('user-name'), key],
      [new BadRequest(), plain],
    ] as const) {
      const { errors } = set(options)
      const outcome = await answerTo(errors, error).then(
        (text) => `${text.slice(0, 3)} key ${text.includes('user-name') ? 'shown' : 'hidden'}`,
        (thrown: unknown) => (thrown === error ? 'raised' : 'another error'),
      )
      expect(outcome).toBe(expected)
    }
  })

  it('EXC-9: a missing key is caught by handlers of KeyError', async () => {
    const { errors } = set()
    errors.registerErrorHandler(KeyError, () => 'key')
    expect(await answerTo(errors, new BadRequestKeyError('k'))).toBe('200 key')
  })

  it('ABT-4: errors.abort uses the table of the application', async () => {
    const { errors } = set()
    expect(thrownBy(() => errors.abort(404, 'gone'))).toMatchObject({ code: 404, description: 'gone' })
  })

  it('ABT-3: an unknown code ends as a 500', async () => {
    const { errors, log } = set()
    expect(
      await answerTo(
        errors,
        thrownBy(() => abort(999)),
      ),
    ).toMatch(/^500 /)
    expect(String(log.errors[0]?.error)).toBe('LookupError: no exception for 999')
  })
})

describe('dispatch: a client that is gone', () => {
  it.each<[string, unknown, boolean]>([
    ['the request says so', new RangeError('aborted'), true],
    ['ClientDisconnected is thrown', new ClientDisconnected(), false],
  ])('is not answered when %s: one line, and the event', async (_, thrown, disconnected) => {
    const { errors, log } = set({ testing: true })
    const told: string[] = []
    errors.registerErrorHandler(Error, () => told.push('handler'))
    for (const name of ['unhandled', 'answered', 'disconnected'] as const)
      errors.on(name, () => void told.push(name))
    const incident = fakeIncident({ request: { disconnected } })
    expect(await errors.dispatch(thrown, incident)).toEqual({ kind: 'none' })
    expect(told).toEqual(['disconnected'])
    expect(log.messages).toEqual([])
    expect(log.infos).toEqual(['Client disconnected on /path [GET]'])
    expect(errors.unhandledErrorOf(incident.context)).toBeNull()
  })

  it('is not a broken answer either, when it goes away in the middle of it', () => {
    const { errors, log } = set()
    const told: string[] = []
    for (const name of ['broken', 'disconnected'] as const) errors.on(name, () => void told.push(name))
    errors.broken(new Error('write after end'), fakeIncident({ request: { disconnected: true } }))
    expect([told, log.messages, log.infos]).toEqual([
      ['disconnected'],
      [],
      ['Client disconnected on /path [GET]'],
    ])
  })
})
