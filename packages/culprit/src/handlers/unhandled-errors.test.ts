import { describe, expect, it } from 'vitest'
import { UnhandledErrors } from './unhandled-errors.ts'

describe('UnhandledErrors', () => {
  it('UNH-11: keeps the first error of a request, for each application', () => {
    const [one, other] = [new UnhandledErrors(), new UnhandledErrors()]
    const context = {}
    const [first, second] = [new Error('first'), new Error('second')]
    one.note(context, first)
    one.note(context, second)
    other.note(context, second)
    other.note(context, first)
    expect([one.of(context), other.of(context)]).toEqual([first, second])
    expect(Reflect.ownKeys(context)).toEqual([])
  })

  it('takes frozen contexts and proxies, and passes over what is no object', () => {
    const errors = new UnhandledErrors()
    const error = new Error('x')
    const contexts = [Object.freeze({}), new Proxy({}, {})]
    for (const context of [...contexts, undefined, 'text']) errors.note(context, error)
    expect([...contexts, {}, undefined, 'text'].map((context) => errors.of(context))).toEqual([
      error,
      error,
      undefined,
      undefined,
      undefined,
    ])
  })
})
