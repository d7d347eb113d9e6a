import { describe, expect, it } from 'vitest'
import { culprit } from './culprit.ts'
import { environmentOptions } from './environment.ts'
import { Errors } from './handlers/errors.ts'
import { SetupError } from './handlers/setup-error.ts'

describe('culprit()', () => {
  it('makes the errors of one application, each time new ones', () => {
    expect(culprit()).toBeInstanceOf(Errors)
    expect(culprit()).not.toBe(culprit())
  })

  it('can be given its options later, once', () => {
    const errors = culprit()
    expect(errors.init({ name: 'shop' })).toBe(errors)
    expect(() => errors.init({ name: 'shop' })).toThrow(SetupError)
  })
})

describe('environmentOptions()', () => {
  it.each([
    [{}, {}],
    [{ CULPRIT_DEBUG: '1' }, { debug: true }],
    [{ CULPRIT_DEBUG: 'true' }, { debug: true }],
    [{ CULPRIT_DEBUG: '0' }, {}],
    [{ CULPRIT_DEBUG: '' }, {}],
    [{ NODE_ENV: 'development' }, {}],
  ])('%o gives %o', (environment, options) => {
    expect(environmentOptions(environment)).toEqual(options)
  })
})
