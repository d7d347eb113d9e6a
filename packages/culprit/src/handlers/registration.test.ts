import { describe, expect, it } from 'vitest'
import { type FakeContext, fakeIncident, FakeLog, summary } from '../../test/handlers/fake-incident.ts'
import { Forbidden, Gone, NotFound } from '../http/client-errors.ts'
import { HttpException } from '../http/http-exception.ts'
import { Errors } from './errors.ts'
import { defineScope } from './scope-definition.ts'
import { SetupError } from './setup-error.ts'

const allowed = 'Handlers can only be registered for Error classes or HTTP error codes.'

function newErrors(): Errors<FakeContext> {
  return new Errors<FakeContext>({ log: new FakeLog() })
}

async function answerTo(
  errors: Errors<FakeContext>,
  error: unknown,
  scopes: readonly string[] = [],
): Promise<string> {
  return summary(await errors.dispatch(error, fakeIncident({ scopes })))
}

describe('registering handlers', () => {
  it('REG-1: errorHandler returns the function unchanged, so that it can go through several', async () => {
    const errors = newErrors()
    const handler = (): string => 'gone'
    expect(errors.errorHandler(404)(errors.errorHandler(Gone)(handler))).toBe(handler)
    expect(await answerTo(errors, new NotFound())).toBe('200 gone')
    expect(await answerTo(errors, new Gone())).toBe('200 gone')
  })

  it('REG-2: registerErrorHandler does the same in one step', async () => {
    const errors = newErrors()
    const handler = (): string => 'gone'
    expect(errors.registerErrorHandler(404, handler)).toBe(handler)
    expect(await answerTo(errors, new NotFound())).toBe('200 gone')
  })

  it('REG-3: a definition has both, and they take effect when it is registered', async () => {
    const errors = newErrors()
    const admin = defineScope('admin')
    admin.registerErrorHandler(403, () => 'admin 403')
    admin.errorHandler(TypeError)(() => 'admin type error')
    expect(await answerTo(newErrors(), new Forbidden(), ['admin'])).not.toContain('admin 403')
    errors.registerScope(admin)
    expect(await answerTo(errors, new Forbidden(), ['admin'])).toBe('200 admin 403')
    expect(await answerTo(errors, new TypeError('x'), ['admin'])).toBe('200 admin type error')
    expect(await answerTo(errors, new Forbidden())).toMatch(/^403 /)
  })

  it('REG-4: registerAppErrorHandler is for the whole application, and recorded once', async () => {
    const errors = newErrors()
    const admin = defineScope('admin')
    admin.registerAppErrorHandler(404, () => 'from admin')
    admin.appErrorHandler(Forbidden)(() => 'forbidden from admin')
    errors.registerScope(admin)
    expect(await answerTo(errors, new Forbidden())).toBe('200 forbidden from admin')
    errors.registerErrorHandler(404, () => 'from the application')
    errors.registerScope(admin, { name: 'again' })
    expect(await answerTo(errors, new NotFound())).toBe('200 from the application')
  })

  it('REG-4: a bound scope registers on its application too', async () => {
    const errors = newErrors()
    errors.scope('admin').registerAppErrorHandler(404, () => 'from admin')
    expect(await answerTo(errors, new NotFound())).toBe('200 from admin')
  })

  it('REG-5: a code is the same slot as its class', async () => {
    const errors = newErrors()
    errors.registerErrorHandler(404, () => 'by code')
    expect(await answerTo(errors, new (class Lost extends NotFound {})())).toBe('200 by code')
  })

  it('REG-6: the last one registered in a slot counts', async () => {
    const errors = newErrors()
    errors.registerErrorHandler(404, () => 'first')
    errors.registerErrorHandler(NotFound, () => 'second')
    expect(await answerTo(errors, new NotFound())).toBe('200 second')
    errors.registerErrorHandler(404, () => 'third')
    expect(await answerTo(errors, new NotFound())).toBe('200 third')
  })

  it('REG-7: the code is the class attribute; HttpException itself has none', async () => {
    const errors = newErrors()
    errors.scope('admin').registerErrorHandler(HttpException, () => 'admin http')
    errors.registerErrorHandler(NotFound, () => 'app 404')
    expect(await answerTo(errors, new NotFound(), ['admin'])).toBe('200 app 404')
    expect(await answerTo(errors, new Forbidden(), ['admin'])).toBe('200 admin http')
  })

  it.each([999, 200, 308, 404.5, Number.NaN])('REG-8: %s is not a code', (code) => {
    expect(() => newErrors().registerErrorHandler(code, () => '')).toThrow(
      new RangeError(
        `'${code}' is not a recognized HTTP error code. Use a subclass of HttpException with that code instead.`,
      ),
    )
  })

  it.each<[unknown, string]>([
    [
      true,
      `'true' is not a recognized HTTP error code. Use a subclass of HttpException with that code instead.`,
    ],
    [new RangeError('far'), `RangeError("far") is an instance, not a class. ${allowed}`],
    [new NotFound(), `<NotFound '404: Not Found'> is an instance, not a class. ${allowed}`],
    [Array, `'Array' is not a subclass of Error. ${allowed}`],
    [() => 1, `'' is not a subclass of Error. ${allowed}`],
    ['404', `"404" is neither a class nor a status code. ${allowed}`],
    [null, `null is neither a class nor a status code. ${allowed}`],
    [undefined, `undefined is neither a class nor a status code. ${allowed}`],
    [Symbol('s'), `Symbol(s) is neither a class nor a status code. ${allowed}`],
    [Object.create(null), `object is neither a class nor a status code. ${allowed}`],
  ])('REG-8 to REG-11: %s is refused', (wrong, message) => {
    const registrars = [newErrors(), newErrors().scope('admin'), defineScope('admin')]
    for (const registrar of registrars) {
      const register: unknown = Reflect.get(registrar, 'registerErrorHandler')
      if (typeof register !== 'function') throw new Error('There is no such method.')
      expect(() => register.call(registrar, wrong, () => '')).toThrow(message)
    }
  })

  it('REG-12: the handler is not looked at; what is none fails when it is called', async () => {
    const log = new FakeLog()
    const errors = new Errors<FakeContext>({ log })
    const register: (code: number, handler: unknown) => unknown = errors.registerErrorHandler.bind(
      errors,
    ) as never
    register(404, 'no handler')
    expect(await answerTo(errors, new NotFound())).toMatch(/^500 /)
    expect(log.errors[0]?.error).toBeInstanceOf(TypeError)
  })

  it.each<[string, (errors: Errors<FakeContext>) => unknown]>([
    ['registerErrorHandler', (errors) => errors.registerErrorHandler(404, () => '')],
    ['errorHandler', (errors) => errors.errorHandler(404)(() => '')],
    ['afterError', (errors) => errors.afterError(() => undefined)],
    ['teardown', (errors) => errors.teardown(() => undefined)],
    ['scope', (errors) => errors.scope('admin')],
    ['registerScope', (errors) => errors.registerScope(defineScope('admin'))],
    ['init', (errors) => errors.init({})],
  ])('REG-13: %s is refused after the first request', (method, setUp) => {
    const errors = new Errors<FakeContext>()
    errors.begin()
    expect(() => setUp(errors)).toThrow(
      new SetupError(
        `The setup method '${method}' can no longer be called on the application. It has already handled its first request, any changes will not be applied consistently.\nMake sure all imports, decorators, functions, etc. needed to set up the application are done before running it.`,
      ),
    )
  })

  it('REG-13: a bound scope is closed by the first request too', () => {
    const errors = new Errors<FakeContext>()
    const scope = errors.scope('admin')
    errors.begin()
    expect(() => scope.registerErrorHandler(404, () => '')).toThrow(SetupError)
    expect(() => scope.registerAppErrorHandler(404, () => '')).toThrow(SetupError)
    expect(() => scope.scope('users')).toThrow(SetupError)
  })

  it('REG-14: a definition is closed once it is registered', () => {
    const admin = defineScope('admin')
    newErrors().registerScope(admin)
    expect(() => admin.registerErrorHandler(404, () => '')).toThrow(
      new SetupError(
        `The setup method 'registerErrorHandler' can no longer be called on the scope 'admin'. It has already been registered at least once, any changes will not be applied consistently.\nMake sure all imports, decorators, functions, etc. needed to set up the scope are done before registering it.`,
      ),
    )
    expect(() => admin.registerScope(defineScope('users'))).toThrow(SetupError)
  })

  it('REG-15: handlers may be async, on the application and on scopes', async () => {
    const errors = newErrors()
    errors.registerErrorHandler(404, async () => {
      await Promise.resolve()
      return 'late'
    })
    errors.scope('admin').registerErrorHandler(403, async () => 'later')
    expect(await answerTo(errors, new NotFound())).toBe('200 late')
    expect(await answerTo(errors, new Forbidden(), ['admin'])).toBe('200 later')
  })

  it('REG-16: names of scopes are not empty and have no dot', () => {
    for (const make of [defineScope, (name: string) => newErrors().scope(name)]) {
      expect(() => make('')).toThrow("'name' may not be empty.")
      expect(() => make('a.b')).toThrow("'name' may not contain a dot '.' character.")
    }
    expect(() => newErrors().registerScope(defineScope('a'), { name: 'a.b' })).toThrow('dot')
  })

  it('REG-17: a scope cannot be registered on itself, directly or around a corner', () => {
    const admin = defineScope('admin')
    const users = defineScope('users')
    expect(() => admin.registerScope(admin)).toThrow('Cannot register a scope on itself')
    admin.registerScope(users)
    expect(() => users.registerScope(admin)).toThrow('Cannot register a scope on itself')
  })

  it('REG-18: each full name is given once', () => {
    const errors = newErrors()
    const admin = defineScope('admin')
    errors.registerScope(admin)
    expect(() => errors.registerScope(admin)).toThrow(
      "The name 'admin' is already registered for this scope. Use 'name' to provide a unique name.",
    )
    expect(() => errors.scope('admin')).toThrow(
      "The name 'admin' is already registered for a different scope. Use 'name' to provide a unique name.",
    )
    const parent = errors.scope('parent')
    parent.scope('child')
    expect(() => parent.registerScope(defineScope('child'))).toThrow(
      "The name 'child' is already registered for a different scope 'parent.child'. Use 'name' to provide a unique name.",
    )
    expect(parent.scope('admin').fullName).toBe('parent.admin')
  })

  it('REG-19: a definition registered under two names is active for both', async () => {
    const errors = newErrors()
    const admin = defineScope('admin')
    admin.registerErrorHandler(403, () => 'admin 403')
    errors.registerScope(admin)
    errors.registerScope(admin, { name: 'again' })
    expect(await answerTo(errors, new Forbidden(), ['admin'])).toBe('200 admin 403')
    expect(await answerTo(errors, new Forbidden(), ['again'])).toBe('200 admin 403')
  })

  it('REG-20: nested scopes have dotted names, bound and defined alike', async () => {
    const errors = newErrors()
    const grandchild = errors.scope('parent').scope('child').scope('grandchild')
    expect(grandchild.fullName).toBe('parent.child.grandchild')
    expect(grandchild.path).toEqual(['parent.child.grandchild', 'parent.child', 'parent'])

    const outer = defineScope('outer')
    const inner = defineScope('inner')
    inner.registerErrorHandler(403, () => 'inner')
    outer.registerScope(inner)
    errors.registerScope(outer)
    expect(await answerTo(errors, new Forbidden(), ['outer.inner', 'outer'])).toBe('200 inner')
    expect(await answerTo(errors, new Forbidden(), ['outer'])).toMatch(/^403 /)
  })

  it('REG-21: a code that is not standard is a class of its own', async () => {
    class OutOfStorage extends HttpException {
      static override readonly code = 507
      static override readonly description = 'The disk is full.'
    }
    const errors = newErrors()
    expect(await answerTo(errors, new OutOfStorage())).toMatch(/^507 /)
    errors.registerErrorHandler(OutOfStorage, (error) => [error.description, error.code])
    expect(await answerTo(errors, new OutOfStorage())).toBe('507 The disk is full.')
  })

  it('keeps applications in one process apart', async () => {
    const [one, other] = [newErrors(), newErrors()]
    one.registerErrorHandler(404, () => 'one')
    one.scope('admin')
    one.begin()
    other.scope('admin').registerErrorHandler(404, () => 'other')
    expect(await answerTo(one, new NotFound(), ['admin'])).toBe('200 one')
    expect(await answerTo(other, new NotFound(), ['admin'])).toBe('200 other')
  })
})

describe('init()', () => {
  it('gives the options later, after handlers were registered', async () => {
    const log = new FakeLog()
    const errors = new Errors<FakeContext>()
    errors.registerErrorHandler(RangeError, () => 'range')
    expect(errors.init({ log })).toBe(errors)
    expect(await answerTo(errors, new RangeError('x'))).toBe('200 range')
    await answerTo(errors, new TypeError('x'))
    expect(log.messages).toEqual(['Exception on /path [GET]'])
  })

  it('is refused the second time, and when the constructor had options', () => {
    expect(() => new Errors().init({}).init({})).toThrow(SetupError)
    expect(() => new Errors({}).init({})).toThrow(SetupError)
  })

  it('keeps defaults for what is not given', async () => {
    const errors = new Errors<FakeContext>(undefined, { debug: true }).init({
      debug: undefined,
      log: new FakeLog(),
    })
    const failure = new RangeError('x')
    await expect(errors.dispatch(failure, fakeIncident())).rejects.toBe(failure)
  })

  it.each<[object, string]>([
    [{ debgu: true }, "Unknown option 'debgu'"],
    [{ debug: 'yes' }, "The option 'debug' must be of type boolean, but it was of type string."],
    [{ log: null }, "The option 'log' must be of type object, but it was null."],
    [{ log: { error() {} } }, "The option 'log' must have a function 'info'."],
  ])('names the option that is wrong: %o', (options, message) => {
    expect(() => new Errors(options)).toThrow(message)
  })
})

describe('wrong use', () => {
  const wrong: unknown = 'x'
  const five: unknown = 5

  it.each<[string, (errors: Errors) => unknown, string]>([
    [
      'on() with an event there is not',
      (errors) => Reflect.apply(errors.on, errors, ['unhandeld', () => {}]),
      'There is no event "unhandeld", only unhandled, answered, broken, disconnected.',
    ],
    [
      'on() without a function',
      (errors) => Reflect.apply(errors.on, errors, ['unhandled', wrong]),
      'on() takes a function, but it was of type string.',
    ],
    [
      'teardown() without a function',
      (errors) => Reflect.apply(errors.teardown, errors, [wrong]),
      'teardown() takes a function, but it was of type string.',
    ],
    [
      'afterError() without a function',
      (errors) => Reflect.apply(errors.afterError, errors, [null]),
      'afterError() takes a function, but it was null.',
    ],
    [
      'teardown() of a scope without a function',
      (errors) => {
        const scope = errors.scope('a')
        return Reflect.apply(scope.teardown, scope, [wrong])
      },
      'teardown() takes a function, but it was of type string.',
    ],
    [
      'afterError() of a definition without a function',
      () => {
        const definition = defineScope('a')
        return Reflect.apply(definition.afterError, definition, [wrong])
      },
      'afterError() takes a function, but it was of type string.',
    ],
    [
      'scope() without a name',
      (errors) => Reflect.apply(errors.scope, errors, [five]),
      "'name' must be a string, but it was of type number.",
    ],
  ])('is said at once: %s', (_what, use, message) => {
    expect(() => use(new Errors())).toThrow(new TypeError(message))
  })
})
