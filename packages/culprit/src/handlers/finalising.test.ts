import { describe, expect, it } from 'vitest'
import {
  type FakeContext,
  fakeIncident,
  FakeLog,
  headerOf,
  summary,
} from '../../test/handlers/fake-incident.ts'
import { NotFound } from '../http/client-errors.ts'
import { defineScope } from './scope-definition.ts'
import { Errors } from './errors.ts'

function set(): {
  errors: Errors<FakeContext>
  log: FakeLog
  order: string[]
  mark: (name: string) => () => void
} {
  const log = new FakeLog()
  const order: string[] = []
  return { errors: new Errors<FakeContext>({ log }), log, order, mark: (name) => () => void order.push(name) }
}

const nested = ['parent.child', 'parent']

describe('functions that run after an error', () => {
  it('FIN-1: innermost scope first, the application last, each in reverse order', async () => {
    const { errors, order, mark } = set()
    const parent = errors.scope('parent')
    const child = parent.scope('child')
    for (const [name, target] of Object.entries({ app: errors, parent, child })) {
      target.afterError(mark(`${name} 1`))
      target.afterError(mark(`${name} 2`))
    }
    errors.scope('other').afterError(mark('other'))
    await errors.dispatch(new NotFound(), fakeIncident({ scopes: nested }))
    expect(order).toEqual(['child 2', 'child 1', 'parent 2', 'parent 1', 'app 2', 'app 1'])
  })

  it('FIN-2: they run for handled errors, generic pages and the generic 500', async () => {
    const { errors, order } = set()
    errors.registerErrorHandler(TypeError, () => 'handled')
    errors.afterError((answer) => void order.push(summary(answer).slice(0, 3)))
    for (const error of [new TypeError('x'), new NotFound(), new RangeError('x')]) {
      await errors.dispatch(error, fakeIncident())
    }
    expect(order).toEqual(['200', '404', '500'])
  })

  it('FIN-2: they may replace the answer, also later, and see the error', async () => {
    const { errors } = set()
    const failure = new RangeError('x')
    errors.afterError(async (answer, { error, context }) => {
      if (answer.kind !== 'reply' || error !== failure) return undefined
      return { ...answer, body: `replaced for ${context.request}` }
    })
    const answer = await errors.dispatch(failure, fakeIncident())
    expect(summary(answer)).toBe('500 replaced for one')
    expect(headerOf(answer, 'content-length')).toEqual(['16'])
  })

  it('FIN-3: when one fails the later ones do not run', async () => {
    const { errors, order, mark } = set()
    errors.registerErrorHandler(500, () => {
      order.push('500 handler')
      return 'fine'
    })
    errors.afterError(mark('last'))
    errors.afterError(() => {
      order.push('fails')
      if (order.length === 1) throw new Error('after')
    })
    await errors.dispatch(new NotFound(), fakeIncident())
    expect(order).toEqual(['fails', '500 handler', 'fails', 'last'])
  })

  it('FIN-3: an answer that cannot be sent counts as a failure', async () => {
    const { errors, log } = set()
    errors.registerErrorHandler(404, () => 'fine')
    errors.afterError(() => ({ kind: 'reply', status: 42, headers: [], body: null }))
    expect(summary(await errors.dispatch(new NotFound(), fakeIncident()))).toMatch(
      /^500 .*Internal Server Error/s,
    )
    expect(log.messages).toEqual([
      'Exception on /path [GET]',
      'Request finalizing failed with an error while handling an error',
    ])
  })

  it('FIN-5: observers, log, handler, functions after, the answer, teardown', async () => {
    const { errors, log, order, mark } = set()
    const failure = new RangeError('x')
    errors.on('answered', ({ status, handled }) => void order.push(`answered ${status} ${handled}`))
    errors.on('unhandled', mark('unhandled'))
    errors.registerErrorHandler(500, () => {
      order.push(...log.messages, 'handler')
      return ['x', 500]
    })
    errors.afterError(mark('after'))
    errors.teardown((error) => void order.push(`teardown ${String(error)}`))
    const incident = fakeIncident()
    await errors.dispatch(failure, incident)
    await errors.runTeardown({ ...incident, error: errors.unhandledErrorOf(incident.context) })
    expect(order).toEqual([
      'unhandled',
      'Exception on /path [GET]',
      'handler',
      'after',
      'answered 500 false',
      'teardown RangeError: x',
    ])
  })
})

describe('teardown', () => {
  it('TRD-1: gets the unhandled error, null for handled ones and HTTP errors', async () => {
    const { errors } = set()
    const seen: unknown[] = []
    errors.registerErrorHandler(TypeError, () => 'handled')
    errors.teardown((error) => void seen.push(error))
    const unhandled = new RangeError('x')
    for (const error of [unhandled, new TypeError('x'), new NotFound()]) {
      const incident = fakeIncident({ context: { request: 'own' } })
      await errors.dispatch(error, incident)
      await errors.runTeardown({ ...incident, error: errors.unhandledErrorOf(incident.context) })
    }
    await errors.runTeardown({ scopes: [], context: { request: 'without an error' } })
    expect(seen).toEqual([unhandled, null, null, null])
    expect(seen[0]).toBe(unhandled)
  })

  it('TRD-2, TRD-4: all run with the same error, whatever became of the others; failures are logged as one', async () => {
    const { errors, log } = set()
    const failure = new RangeError('x')
    const seen: unknown[] = []
    const [first, second] = [new Error('first'), new Error('second')]
    errors.teardown((error) => void seen.push(error))
    errors.teardown(async (error) => {
      seen.push(error)
      throw second
    })
    errors.teardown((error) => {
      seen.push(error)
      throw first
    })
    await errors.runTeardown({ error: failure, scopes: [], context: { request: 'one' } })
    expect(seen).toEqual([failure, failure, failure])
    expect(log.messages).toEqual(['Errors during request teardown'])
    const logged = log.errors[0]?.error
    expect(logged).toBeInstanceOf(AggregateError)
    expect(logged).toMatchObject({ message: 'Errors during request teardown', errors: [first, second] })
  })

  it('TRD-3: innermost scope first, the application last, each in reverse order', async () => {
    const { errors, order, mark } = set()
    expect(errors.hasTeardown).toBe(false)
    errors.teardown(mark('app 1'))
    errors.teardown(mark('app 2'))
    const parent = defineScope<FakeContext>('parent')
    const child = defineScope<FakeContext>('child')
    child.teardown(mark('child'))
    parent.teardown(mark('parent'))
    parent.registerScope(child)
    errors.registerScope(parent)
    expect(errors.hasTeardown).toBe(true)
    await errors.runTeardown({ scopes: nested, context: { request: 'one' } })
    expect(order).toEqual(['child', 'parent', 'app 2', 'app 1'])
  })

  it('TRD-5: what they return is ignored, and one error does not leak into the next request', async () => {
    const { errors } = set()
    const seen: unknown[] = []
    errors.teardown((error) => seen.push(error) as never)
    const failed = fakeIncident({ context: { request: 'failed' } })
    await errors.dispatch(new RangeError('x'), failed)
    const next = fakeIncident({ context: { request: 'next' } })
    await errors.runTeardown({ ...next, error: errors.unhandledErrorOf(next.context) })
    expect(seen).toEqual([null])
  })
})

describe('observers', () => {
  it('SIG-1: are told in order, each whatever became of the others; failures are logged', async () => {
    const { errors, log, order, mark } = set()
    errors.on('unhandled', mark('first'))
    errors.on('unhandled', () => {
      throw new Error('second')
    })
    errors.on('unhandled', async () => {
      throw new Error('third')
    })
    errors.on('unhandled', mark('fourth'))
    const answer = await errors.dispatch(new RangeError('x'), fakeIncident())
    expect(order).toEqual(['first', 'fourth'])
    expect(summary(answer)).toMatch(/^500 /)
    await new Promise(setImmediate)
    expect(log.messages.filter((message) => message === "Observer of 'unhandled' failed")).toHaveLength(2)
  })

  it('SIG-1: a slow observer does not keep the visitor waiting', async () => {
    const { errors } = set()
    errors.on('unhandled', () => new Promise(() => undefined))
    expect(summary(await errors.dispatch(new RangeError('x'), fakeIncident()))).toMatch(/^500 /)
  })

  it('SIG-1: can leave, and come back, at any time', async () => {
    const { errors, order, mark } = set()
    const observer = mark('told')
    const leave = errors.on('unhandled', observer)
    errors.begin()
    const leaveAgain = errors.on('unhandled', observer)
    leave()
    leave()
    await errors.dispatch(new RangeError('x'), fakeIncident())
    leaveAgain()
    await errors.dispatch(new RangeError('x'), fakeIncident())
    expect(order).toEqual(['told'])
  })

  it('SIG-2: unhandled is told in the 500 step alone', async () => {
    const { errors, order } = set()
    errors.on('unhandled', ({ error }) => void order.push(String(error)))
    errors.registerErrorHandler(TypeError, () => 'handled')
    for (const thrown of [new TypeError('x'), new NotFound(), 'a string'])
      await errors.dispatch(thrown, fakeIncident())
    errors.broken(new Error('torn'), fakeIncident())
    expect(order).toEqual(['a string'])
  })

  it('tells request, scopes, context and reference', async () => {
    const { errors } = set()
    const incident = fakeIncident({ scopes: ['admin'] })
    const events: unknown[] = []
    errors.on('answered', (event) => void events.push(event))
    const error = new NotFound()
    const answer = await errors.dispatch(error, incident)
    const { request, scopes, context } = incident
    const [reference] = headerOf(answer, 'x-request-error')
    expect(events).toEqual([{ error, request, scopes, context, reference, status: 404, handled: true }])
  })
})
