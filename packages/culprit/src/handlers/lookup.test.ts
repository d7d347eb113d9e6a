import { runInNewContext } from 'node:vm'
import createError from 'http-errors'
import { describe, expect, it } from 'vitest'
import { BadRequestKeyError, KeyError } from '../http/bad-request.ts'
import { Forbidden, Gone, NotFound } from '../http/client-errors.ts'
import { HttpException } from '../http/http-exception.ts'
import { InternalServerError } from '../http/server-errors.ts'
import type { ErrorClass } from './error-handler.ts'
import { toHandlerKey } from './handler-key.ts'
import { findHandler } from './lookup.ts'
import { applicationScope as app, HandlerRegistry } from './registry.ts'

class Moved extends NotFound {
  static override readonly code = 410
}
class Lost extends NotFound {}
class Locked extends Forbidden {}
class Base extends Error {}
class Middle extends Base {}
class Leaf extends Middle {}
class E2 extends Error {}
class E1 extends Error {}
class E3 extends E1 {
  static readonly alsoMatches: readonly ErrorClass[] = [E2]
}
class E4 extends E3 {}
class NoCode extends NotFound {
  static {
    Object.defineProperty(this, 'code', { value: undefined })
  }
}

type Registration = readonly [scope: string, codeOrClass: unknown]

/** Returns the scope and the code or class whose handler is found, as `admin/404`; 'none' when there is none. */
function found(error: Error, registrations: readonly Registration[], scopes: readonly string[] = []): string {
  const registry = new HandlerRegistry<unknown>()
  for (const [scope, codeOrClass] of registrations) {
    const label = typeof codeOrClass === 'function' ? codeOrClass.name : String(codeOrClass)
    registry.set({ scope, key: toHandlerKey(codeOrClass), handler: () => `${scope || 'app'}/${label}` })
  }
  const http = HttpException.isHttpException(error) ? error : undefined
  const match = findHandler(registry, { error, http }, scopes)
  return match === undefined ? 'none' : String((match.handler as () => unknown)())
}

const nested = ['parent.child', 'parent']

interface Row {
  readonly rule: string
  readonly error: Error
  readonly registered: readonly Registration[]
  readonly scopes?: readonly string[]
  readonly finds: string
}

const rows: readonly Row[] = [
  {
    rule: 'LKP-1: scopes are searched innermost first',
    error: new Forbidden(),
    registered: [
      [app, 403],
      ['parent', 403],
      ['parent.child', 403],
    ],
    scopes: nested,
    finds: 'parent.child/403',
  },
  {
    rule: 'LKP-1: then the outer scope',
    error: new Forbidden(),
    registered: [
      [app, 403],
      ['parent', 403],
    ],
    scopes: nested,
    finds: 'parent/403',
  },
  {
    rule: 'LKP-1: scopes of other routes are not searched',
    error: new Forbidden(),
    registered: [
      ['other', 403],
      [app, Error],
    ],
    scopes: nested,
    finds: 'app/Error',
  },
  {
    rule: 'LKP-2: in a scope the most specific class wins',
    error: new Leaf(),
    registered: [
      [app, Error],
      [app, Base],
      [app, Middle],
    ],
    finds: 'app/Middle',
  },
  {
    rule: 'LKP-3: first scope and code',
    error: new NotFound(),
    registered: [
      ['s', 404],
      [app, 404],
      ['s', HttpException],
      [app, HttpException],
    ],
    scopes: ['s'],
    finds: 's/404',
  },
  {
    rule: 'LKP-3: then application and code',
    error: new NotFound(),
    registered: [
      [app, 404],
      ['s', HttpException],
      [app, HttpException],
    ],
    scopes: ['s'],
    finds: 'app/404',
  },
  {
    rule: 'LKP-3: then scope and class',
    error: new NotFound(),
    registered: [
      ['s', HttpException],
      [app, HttpException],
    ],
    scopes: ['s'],
    finds: 's/HttpException',
  },
  {
    rule: 'LKP-3: then application and class',
    error: new NotFound(),
    registered: [
      ['s', TypeError],
      [app, HttpException],
    ],
    scopes: ['s'],
    finds: 'app/HttpException',
  },
  {
    rule: 'LKP-4: a 404 handler of the application beats HttpException and Error handlers of a scope',
    error: new NotFound(),
    registered: [
      ['s', HttpException],
      ['s', Error],
      [app, 404],
    ],
    scopes: ['s'],
    finds: 'app/404',
  },
  {
    rule: 'LKP-5: an Error handler of a scope beats a more specific one of the application',
    error: new KeyError('k'),
    registered: [
      ['s', Error],
      [app, KeyError],
    ],
    scopes: ['s'],
    finds: 's/Error',
  },
  {
    rule: 'LKP-6: a 403 handler of a scope beats the handler of a subclass of the application',
    error: new Locked(),
    registered: [
      ['s', 403],
      [app, Locked],
    ],
    scopes: ['s'],
    finds: 's/403',
  },
  {
    rule: 'LKP-7: a 403 handler of the outer scope beats an HttpException handler of the inner one',
    error: new Forbidden(),
    registered: [
      ['parent', 403],
      ['parent.child', HttpException],
    ],
    scopes: nested,
    finds: 'parent/403',
  },
  {
    rule: 'LKP-8: a subclass with another code is not caught by the handler of its parent',
    error: new Moved(),
    registered: [
      [app, 404],
      [app, NotFound],
    ],
    finds: 'none',
  },
  {
    rule: 'LKP-8: nor by the handler of another class with its new code',
    error: new Moved(),
    registered: [[app, Gone]],
    finds: 'none',
  },
  {
    rule: 'LKP-8: but by its own, and by HttpException and Error',
    error: new Moved(),
    registered: [
      [app, HttpException],
      [app, Error],
      [app, 404],
    ],
    finds: 'app/HttpException',
  },
  {
    rule: 'LKP-8: a subclass that takes the code away is found by class alone',
    error: new NoCode(),
    registered: [
      [app, 404],
      [app, HttpException],
    ],
    finds: 'app/HttpException',
  },
  {
    rule: 'LKP-9: the code of an instance does not matter',
    error: Object.assign(new NotFound(), { code: 499 }),
    registered: [
      [app, 404],
      [app, HttpException],
    ],
    finds: 'app/404',
  },
  {
    rule: 'LKP-10: a subclass with the same code and a handler of its own',
    error: new Lost(),
    registered: [
      [app, Lost],
      [app, 404],
    ],
    finds: 'app/Lost',
  },
  {
    rule: 'LKP-10: whatever the order of registration',
    error: new Lost(),
    registered: [
      [app, 404],
      [app, Lost],
    ],
    finds: 'app/Lost',
  },
  {
    rule: 'LKP-10: a subclass without one falls back to the code',
    error: new Lost(),
    registered: [[app, 404]],
    finds: 'app/404',
  },
  {
    rule: 'LKP-11: a class that counts as a second one is found by it',
    error: new E3(),
    registered: [
      [app, Error],
      [app, E2],
    ],
    finds: 'app/E2',
  },
  {
    rule: 'LKP-11: the second one comes before the parent, and for subclasses too',
    error: new E4(),
    registered: [
      [app, E1],
      [app, E2],
    ],
    finds: 'app/E2',
  },
  {
    rule: 'LKP-11: a missing key is a KeyError too',
    error: new BadRequestKeyError('k'),
    registered: [
      [app, HttpException],
      [app, KeyError],
    ],
    finds: 'app/KeyError',
  },
  {
    rule: 'LKP-11: and a BadRequest first, by its code',
    error: new BadRequestKeyError('k'),
    registered: [
      [app, 400],
      [app, KeyError],
    ],
    finds: 'app/400',
  },
  {
    rule: 'LKP-12: HTTP errors go to HttpException rather than to Error',
    error: new NotFound(),
    registered: [
      [app, Error],
      [app, HttpException],
    ],
    finds: 'app/HttpException',
  },
  {
    rule: 'LKP-12: other errors go to Error',
    error: new RangeError('far'),
    registered: [
      [app, Error],
      [app, HttpException],
    ],
    finds: 'app/Error',
  },
  {
    rule: 'LKP-14: without scopes only the application is asked',
    error: new NotFound(),
    registered: [
      ['admin', 404],
      [app, HttpException],
    ],
    finds: 'app/HttpException',
  },
  {
    rule: 'LKP-14: and nobody when it has nothing',
    error: new NotFound(),
    registered: [['admin', 404]],
    finds: 'none',
  },
]

describe('findHandler()', () => {
  it.each(rows)('$rule', ({ error, registered, scopes, finds }) => {
    expect(found(error, registered, scopes)).toBe(finds)
  })

  it('LKP-13: nothing is remembered, so a handler registered in between is found', () => {
    const registry = new HandlerRegistry<unknown>()
    const failure = { error: new Lost(), http: undefined }
    registry.set({ scope: app, key: toHandlerKey(404), handler: () => 'code' })
    expect(findHandler(registry, failure, [])?.errorClass).toBe(NotFound)
    registry.set({ scope: app, key: toHandlerKey(Lost), handler: () => 'class' })
    expect(findHandler(registry, failure, [])?.errorClass).toBe(Lost)
  })

  it('looks for the own classes of an adopted error before those of the HTTP exception', () => {
    const error = createError(404, 'No such user')
    class HttpErrors extends Error {}
    Object.setPrototypeOf(Object.getPrototypeOf(error), HttpErrors.prototype)
    const registry = new HandlerRegistry<unknown>()
    const http = new InternalServerError()
    registry.set({ scope: app, key: toHandlerKey(Error), handler: () => 'error' })
    registry.set({ scope: app, key: toHandlerKey(HttpException), handler: () => 'http' })
    expect(findHandler(registry, { error, http }, [])?.errorClass).toBe(HttpException)
    registry.set({ scope: app, key: toHandlerKey(HttpErrors), handler: () => 'own' })
    expect(findHandler(registry, { error, http }, [])?.errorClass).toBe(HttpErrors)
    registry.set({ scope: app, key: toHandlerKey(500), handler: () => 'code' })
    expect(findHandler(registry, { error, http }, [])?.errorClass).toBe(InternalServerError)
  })

  it('takes the built-in errors of another realm for the ones here', () => {
    const foreign: unknown = runInNewContext('new RangeError("far")')
    expect(found(foreign as Error, [[app, Error]])).toBe('app/Error')
    expect(
      found(foreign as Error, [
        [app, RangeError],
        [app, Error],
      ]),
    ).toBe('app/RangeError')
  })

  it('finds the catch-all for an error that does not let itself be looked at', () => {
    const trap = (): never => {
      throw new Error('trap')
    }
    const hostile = new Proxy(new Error('x'), {
      getPrototypeOf: trap,
      getOwnPropertyDescriptor: trap,
      get: trap,
    })
    expect(
      found(hostile, [
        [app, Error],
        [app, TypeError],
      ]),
    ).toBe('app/Error')
  })

  it('does not follow a chain of classes forever', () => {
    const trap: ProxyHandler<Error> = { getPrototypeOf: () => endless }
    const endless: Error = new Proxy(new Error('x'), trap)
    expect(found(endless, [[app, TypeError]])).toBe('none')
  })
})
