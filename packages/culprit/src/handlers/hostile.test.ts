import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import {
  type FakeContext,
  fakeIncident,
  FakeLog,
  headerOf,
  summary,
} from '../../test/handlers/fake-incident.ts'
import { NotFound } from '../http/client-errors.ts'
import type { NonErrorThrown } from '../http/non-error-thrown.ts'
import { InternalServerError } from '../http/server-errors.ts'
import { Errors } from './errors.ts'
import { applicationLogger, toErrorLog } from '../logging/application-logger.ts'
import { LogManager } from '../logging/manager.ts'

const trap = (): never => {
  throw new Error('trap')
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable(new Error('x'), {})
  revoke()
  return proxy
}

function rejected(): Promise<never> {
  const promise = Promise.reject(new Error('x'))
  promise.catch(() => undefined)
  return promise
}

class Getters extends Error {
  override get name(): string {
    return trap()
  }

  override get message(): string {
    return trap()
  }

  override get stack(): string {
    return trap()
  }

  override get cause(): unknown {
    return trap()
  }

  get code(): unknown {
    return trap()
  }

  get status(): unknown {
    return trap()
  }

  get statusCode(): unknown {
    return trap()
  }
}

const everyTrap: ProxyHandler<object> = Object.fromEntries(
  ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor', 'set', 'defineProperty'].map(
    (name) => [name, trap],
  ),
)

const rows: readonly (readonly [name: string, thrown: unknown])[] = [
  ['a string', 'text'],
  ['the string route', 'route'],
  ['an empty string', ''],
  ['undefined', undefined],
  ['null', null],
  ['zero', 0],
  ['NaN', Number.NaN],
  ['false', false],
  ['a bigint', 1n],
  ['a symbol', Symbol('s')],
  ['a function', () => 'x'],
  ['a class', class Thrown {}],
  ['a plain object', { message: 'x' }],
  ['an object without a prototype', Object.create(null)],
  ['an object whose toString throws', { toString: trap }],
  ['a frozen error', Object.freeze(new RangeError('x'))],
  ['an error with getters that throw', new Getters()],
  ['a revoked proxy', revoked()],
  ['a proxy all of whose traps throw', new Proxy(new Error('x'), everyTrap)],
  ['an AggregateError', new AggregateError([new Error('a'), 'b', revoked()], 'all')],
  ['an error of another realm', runInNewContext('new TypeError("foreign")')],
  ['an object of another realm', runInNewContext('({ foreign: true })')],
  ['an error without a prototype', Object.setPrototypeOf(new Error('x'), null)],
  ['an error that is its own cause', selfCaused()],
  ['a promise that rejected', rejected()],
]

function selfCaused(): Error {
  const error = new Error('x')
  error.cause = error
  return error
}

describe('dispatch of hostile things', () => {
  it.each(rows)('takes %s to the 500 handler', async (_, thrown) => {
    const lines: string[] = []
    const log = toErrorLog(
      applicationLogger('app', { manager: new LogManager(), stderr: (text) => void lines.push(text) }),
    )
    const errors = new Errors<FakeContext>({ log })
    const originals: unknown[] = []
    errors.registerErrorHandler(500, (error) => {
      if (error instanceof InternalServerError) originals.push(error.originalException)
      return ['app 500', 500]
    })
    const incident = fakeIncident({ context: { request: 'own' } })
    const answer = await errors.dispatch(thrown, incident)
    expect(summary(answer)).toBe('500 app 500')
    expect(originals).toHaveLength(1)
    const [original] = originals
    expect(original === thrown || (original as NonErrorThrown).value === thrown || Number.isNaN(thrown)).toBe(
      true,
    )
    expect(errors.unhandledErrorOf(incident.context)).toBe(original)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/ERROR in [^:]+: Exception on \/path \[GET\] \(reference [0-9a-f]{32}\)\n./)
    expect(errors.referenceOf(thrown)).toMatch(/^[0-9a-f]{32}$/)
  })

  it.each(rows)('takes %s to the Error handler, as an error', async (_, thrown) => {
    const errors = new Errors<FakeContext>({ log: new FakeLog() })
    errors.registerErrorHandler(Error, () => 'caught')
    expect(summary(await errors.dispatch(thrown, fakeIncident()))).toBe('200 caught')
  })

  it.each(rows)('survives a handler that throws %s', async (_, thrown) => {
    const errors = new Errors<FakeContext>({ log: new FakeLog() })
    errors.registerErrorHandler(404, () => {
      throw thrown
    })
    errors.registerErrorHandler(500, () => {
      throw thrown
    })
    const answer = await errors.dispatch(new NotFound(), fakeIncident())
    expect(summary(answer)).toContain('<title>500 Internal Server Error</title>')
  })

  it.each(rows)('propagates %s as an error', async (_, thrown) => {
    const errors = new Errors<FakeContext>({ testing: true })
    const outcome: unknown = await errors.dispatch(thrown, fakeIncident()).catch((error: unknown) => error)
    expect(outcome === thrown || (outcome as NonErrorThrown).value === thrown || Number.isNaN(thrown)).toBe(
      true,
    )
  })
})

describe('the last resort', () => {
  it('answers when handler, pages, log, observers and the functions after all fail', async () => {
    const errors = new Errors<FakeContext>({
      log: { error: trap, info: trap },
      pages: { 500: trap },
    })
    for (const name of ['unhandled', 'answered'] as const) errors.on(name, trap)
    errors.registerErrorHandler(Error, trap)
    errors.registerErrorHandler(500, trap)
    errors.afterError(trap)
    errors.teardown(trap)
    const incident = fakeIncident()
    const answer = await errors.dispatch(new Error('x'), incident)
    expect(summary(answer)).toMatch(/^500 /)
    expect(headerOf(answer, 'x-request-error')).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])
    await expect(errors.runTeardown(incident)).resolves.toBeUndefined()
    expect(() => errors.broken(new Error('x'), incident)).not.toThrow()
  })

  it('answers when an exception cannot even make its page', async () => {
    class Broken extends NotFound {
      override getReply(): never {
        return trap()
      }
    }
    const log = new FakeLog()
    const errors = new Errors<FakeContext>({ log })
    expect(summary(await errors.dispatch(new Broken(), fakeIncident()))).toMatch(/^500 /)
    expect(log.messages).toEqual(['Exception on /path [GET]'])
  })

  it('answers when the framework fails', async () => {
    const errors = new Errors<FakeContext>({ log: new FakeLog() })
    errors.registerErrorHandler(Error, () => 'fine')
    const answer = await errors.dispatch(new Error('x'), {
      ...fakeIncident(),
      framework: { answerFrom: trap },
    })
    expect(summary(answer)).toMatch(/^500 .*Internal Server Error/s)
  })
})
