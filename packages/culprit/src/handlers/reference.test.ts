import { describe, expect, it } from 'vitest'
import {
  type FakeContext,
  fakeIncident,
  FakeLog,
  headerOf,
  summary,
} from '../../test/handlers/fake-incident.ts'
import { NotFound } from '../http/client-errors.ts'
import { Errors } from './errors.ts'
import { createMint, References } from './reference.ts'

function counted(): References {
  let count = 0
  return new References(() => String((count += 1)))
}

describe('References', () => {
  it('gives an error one id, and keeps it', () => {
    const references = counted()
    const error = new Error('x')
    expect([references.of(error), references.of(error), references.of(new Error('y'))]).toEqual([
      '1',
      '1',
      '2',
    ])
  })

  it('dispatches an error with the id that was given out before', () => {
    const references = counted()
    const error = new Error('x')
    expect([references.of(error), references.take(error, {}), references.of(error)]).toEqual(['1', '1', '1'])
  })

  it('gives an error that is dispatched again a new id, since ids are unique', () => {
    const references = counted()
    const [shared, context] = [new Error('x'), {}]
    expect([references.take(shared, {}), references.take(shared, {}), references.of(shared)]).toEqual([
      '1',
      '2',
      '2',
    ])
    expect([references.take(shared, context), references.take(shared, context)]).toEqual(['3', '4'])
  })

  it('keeps two requests with the same error object apart', () => {
    const references = counted()
    const [shared, one, other] = [new Error('x'), {}, {}]
    const idsIn = (context: object): readonly string[] => [
      references.of(shared, context),
      references.take(shared, context),
      references.of(shared, context),
      references.of(shared),
    ]
    expect(idsIn(one)).toEqual(['1', '1', '1', '1'])
    expect(idsIn(other)).toEqual(['2', '2', '2', '2'])
    expect([references.of(shared, {}), references.of(shared, {})]).toEqual(['3', '4'])
  })

  it.each(['x', undefined, null, 0, Number.NaN])('gives %s one id in a request', (thrown) => {
    const references = counted()
    const context = {}
    const ids = [
      references.of(thrown, context),
      references.take(thrown, context),
      references.of(thrown, context),
    ]
    expect(ids).toEqual(['1', '1', '1'])
    expect(references.take(thrown, {})).toBe('2')
  })

  it('gives what is no object a new id each time where no request is known', () => {
    const references = counted()
    expect([references.of('x'), references.of('x'), references.take(undefined, undefined)]).toEqual([
      '1',
      '2',
      '3',
    ])
  })

  it('keeps the ids of two applications apart that dispatch the same error', () => {
    const [inner, outer] = [counted(), new References(() => 'outer')]
    const [error, context] = [new Error('x'), {}]
    const ids = [inner.take(error, context), outer.take(error, context), inner.of(error), outer.of(error)]
    expect(ids).toEqual(['1', 'outer', '1', 'outer'])
  })

  it('keeps the id of frozen errors and of proxies, and leaves no trace on them', () => {
    const references = counted()
    const frozen = Object.freeze(new Error('x'))
    const { proxy, revoke } = Proxy.revocable(new Error('x'), {})
    revoke()
    const plain = new Error('x')
    const keys = Reflect.ownKeys(plain)
    const ids = [frozen, proxy, plain].map((error) => [references.take(error, {}), references.of(error)])
    expect(ids).toEqual([
      ['1', '1'],
      ['2', '2'],
      ['3', '3'],
    ])
    expect(Reflect.ownKeys(plain)).toEqual(keys)
  })

  it('makes ids of 32 hex digits', () => {
    const mint = createMint()
    const ids = Array.from({ length: 1100 }, mint)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('the reference id of an error', () => {
  it('is in header, page, log, event, exception and referenceOf', async () => {
    const log = new FakeLog()
    const errors = new Errors<FakeContext>({ log })
    const seen: unknown[] = []
    errors.on('unhandled', ({ reference }) => void seen.push(reference))
    errors.afterError((_, { reference }) => void seen.push(reference))
    const error = new RangeError('x')
    const answer = await errors.dispatch(error, fakeIncident())
    const [id] = headerOf(answer, 'X-Request-Error')
    expect(id).toMatch(/^[0-9a-f]{32}$/)
    expect(summary(answer)).toContain(id)
    expect([...seen, log.errors[0]?.reference, errors.referenceOf(error)]).toEqual([id, id, id, id])
  })

  it('is on every error answer, and there for the handler', async () => {
    const errors = new Errors<FakeContext>({ log: new FakeLog() })
    errors.registerErrorHandler(404, (error) => error.reference)
    const answer = await errors.dispatch(new NotFound(), fakeIncident())
    expect(headerOf(answer, 'X-Request-Error')).toEqual([summary(answer).slice(4)])
  })

  it('stays the same when the handler fails with another error', async () => {
    const log = new FakeLog()
    const errors = new Errors<FakeContext>({ log })
    const first = new NotFound()
    const second = new SyntaxError('clumsy')
    errors.registerErrorHandler(404, () => {
      throw second
    })
    const answer = await errors.dispatch(first, fakeIncident())
    expect(headerOf(answer, 'X-Request-Error')).toEqual([errors.referenceOf(first)])
    expect(log.errors[0]?.reference).toBe(errors.referenceOf(first))
    expect(errors.referenceOf(second)).toBe(errors.referenceOf(first))
  })

  it('does not disturb a frozen exception', async () => {
    const errors = new Errors<FakeContext>({ log: new FakeLog() })
    expect(summary(await errors.dispatch(Object.freeze(new NotFound()), fakeIncident()))).toMatch(/^404 /)
  })
})
