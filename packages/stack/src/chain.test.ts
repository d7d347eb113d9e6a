import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { errorChain } from './chain.ts'

const shape = (thrown: unknown): readonly unknown[] =>
  errorChain(thrown).map(({ type, message, relation, parent }) => [type, message, relation, parent])

describe('errorChain()', () => {
  it('lists causes outermost first', () => {
    const error = new TypeError('outer', { cause: new RangeError('middle', { cause: 'disk full' }) })
    expect(shape(error)).toEqual([
      ['TypeError', 'outer', 'raised', undefined],
      ['RangeError', 'middle', 'cause', 0],
      ['string', 'disk full', 'cause', 1],
    ])
    expect(errorChain(error)[0]).toMatchObject({ isError: true, thrown: error, stack: error.stack })
  })

  it('lists the errors of an AggregateError after its cause', () => {
    const error = new AggregateError([new Error('a', { cause: new Error('why a') }), new Error('b')], 'all', {
      cause: new Error('why'),
    })
    expect(shape(error)).toEqual([
      ['AggregateError', 'all', 'raised', undefined],
      ['Error', 'why', 'cause', 0],
      ['Error', 'a', 'aggregate', 0],
      ['Error', 'why a', 'cause', 2],
      ['Error', 'b', 'aggregate', 0],
    ])
  })

  it.each([
    ['a string', 'no', ['string', 'no']],
    ['undefined', undefined, ['undefined', '']],
    ['null', null, ['null', '']],
    ['a number', 7, ['number', '7']],
    ['a bigint', 7n, ['bigint', '7']],
    ['a symbol', Symbol('s'), ['symbol', 'Symbol(s)']],
    ['a function', function fail() {}, ['function', 'fail']],
    ['an object', { code: 1, status: 2 }, ['Object', 'Object with keys: code, status']],
    ['an object with a message', { message: 'no' }, ['Object', 'no']],
    ['an object without a prototype', Object.create(null), ['Object', 'Object with keys: none']],
    ['an error class without a name', new (class HttpError extends Error {})('x'), ['HttpError', 'x']],
  ])('takes %s', (_, thrown, expected) => expect(shape(thrown)).toEqual([[...expected, 'raised', undefined]]))

  it('ends at cycles and at 32 links', () => {
    const one = new Error('one')
    one.cause = new Error('two', { cause: one })
    expect(errorChain(one)).toHaveLength(2)
    let deep = new Error('0')
    for (let at = 1; at < 100; at++) deep = new Error(String(at), { cause: deep })
    expect(errorChain(deep)).toHaveLength(32)
    expect(errorChain(new AggregateError(Array.from({ length: 100 }, () => new Error('x'))))).toHaveLength(32)
  })

  it('survives throwing getters, revoked proxies and frozen errors', () => {
    const fail = (): never => {
      throw new Error('getter')
    }
    const hostile = Object.defineProperties(new Error('kept'), {
      cause: { get: fail },
      stack: { get: fail },
      name: { get: fail },
      errors: { get: fail },
    })
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    expect(errorChain(hostile)).toMatchObject([{ type: 'Error', message: 'kept', isError: true }])
    expect(errorChain(revoked.proxy)).toMatchObject([{ type: 'Unreadable', message: '', isError: false }])
    expect(errorChain(new Error('x', { cause: revoked.proxy }))).toHaveLength(2)
    expect(errorChain(new AggregateError([revoked.proxy], 'all'))).toHaveLength(2)
    expect(errorChain(Object.freeze(new Error('frozen')))).toMatchObject([{ message: 'frozen' }])
    expect(errorChain(Object.assign(new Error('x'), { errors: revoked.proxy }))).toHaveLength(1)
  })

  it("takes only an error's own list of errors", () => {
    expect(errorChain({ errors: [new Error('field')] })).toHaveLength(1)
    expect(errorChain(Object.assign(new Error('x'), { errors: [new Error('field')] }))).toHaveLength(2)
  })

  it('bounds types, messages and stacks', () => {
    const error = Object.assign(new Error('m'.repeat(10_000)), {
      name: 'n'.repeat(1000),
      stack: 's'.repeat(300_000),
    })
    const [link] = errorChain(error)
    expect([link?.type.length, link?.message.length, link?.stack?.length]).toEqual([256, 8192, 262_144])
  })

  it('never throws, whatever is thrown', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withNullPrototype: true, withMap: true, withBoxedValues: true }),
        (value) => {
          expect(errorChain(value).length).toBeGreaterThan(0)
        },
      ),
    )
  })
})

it('describes a large buffer or list without looking at all of it', () => {
  for (const cause of [
    new Uint8Array(20_000_000),
    new Float64Array(5_000_000),
    Array.from({ length: 1_000_000 }, () => 1),
  ]) {
    const keys = vi.spyOn(Object, 'keys')
    const [, link] = errorChain(new Error('x', { cause }))
    // Which takes seconds.
    expect(keys).not.toHaveBeenCalledWith(cause)
    keys.mockRestore()
    expect(link?.message).toMatch(/^Object with keys: 0, 1, 2, .*19, \.\.\.$/)
  }
  expect(errorChain([7, 8])[0]?.message).toBe('Object with keys: 0, 1')
})
