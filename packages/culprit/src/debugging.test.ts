import { describe, expect, it } from 'vitest'
import { culprit } from './culprit.ts'
import { decideDebugger, type DebuggedSettings, type DebuggingOptions } from './debugging.ts'
import { debugEnvironment } from './environment.ts'

describe('whether the debugger runs', () => {
  it.each<[DebuggingOptions & DebuggedSettings, boolean, string]>([
    [{}, false, 'off'],
    [{ debug: true }, false, 'on'],
    [{ debug: true, useDebugger: true }, false, 'on'],
    [{ debug: true, useDebugger: false }, false, 'off'],
    [{ useDebugger: true }, false, 'off'],
    [{ debug: false, useDebugger: true }, false, 'off'],
    [{ debug: true, testing: true }, false, 'off'],
    [{ debug: true, testing: true, useDebugger: true }, false, 'on'],
    [{ debug: true, propagateExceptions: false }, false, 'off'],
    [{ debug: true, propagateExceptions: true }, false, 'on'],
    [{ debug: true }, true, 'refused'],
    [{ debug: true, useDebugger: false }, true, 'off'],
    [{ debug: true, debugger: { allowInProduction: true } }, true, 'on'],
  ])('S13, RUN-4, RUN-6, WZD-6: %j, in production: %s, is %s', (options, isProduction, decision) => {
    expect(decideDebugger(options, options, { isProduction })).toBe(decision)
  })

  it.each([
    [{ useDebugger: 1 }, /'useDebugger' must be of type boolean/],
    [{ debugger: true }, /'debugger' must be of type object/],
    [{ debugger: { pin: 1 } }, /Unknown option 'debugger.pin'. Known are evaluate/],
    [{ debugger: { evaluate: 'yes' } }, /'debugger.evaluate' must be a boolean/],
    [{ debugger: { trustedHosts: ['a b'] } }, /'debugger.trustedHosts' must be a list of host names/],
    [{ debugger: { maxFailures: 0 } }, /'debugger.maxFailures' must be a whole number/],
    [{ debugger: { __proto__: null, toString: 1 } }, /Unknown option 'debugger.toString'/],
    [
      { debug: true, useReloader: true },
      /'useReloader' .+ run\(\) of 'culprit\/dev'.+ `culprit dev --reload`/,
    ],
  ])('S13: refuses %j', (options, message) => {
    expect(() => culprit(options as never)).toThrow(message)
  })

  it('is off in an application without debug, which has none', () => {
    expect(culprit({}).debugger).toBeUndefined()
  })
})

describe('the environment', () => {
  it.each([
    [{}, undefined],
    [{ CULPRIT_USE_DEBUGGER: '1' }, true],
    [{ CULPRIT_USE_DEBUGGER: '0' }, false],
    [{ CULPRIT_EXTERNAL_DEBUGGER: '1' }, false],
    [{ CULPRIT_EXTERNAL_DEBUGGER: '1', CULPRIT_USE_DEBUGGER: '1' }, false],
    [{ CULPRIT_EXTERNAL_DEBUGGER: '0', CULPRIT_USE_DEBUGGER: '1' }, true],
  ])('EXT-1: %j says %s', (environment, useDebugger) => {
    expect(debugEnvironment(environment).useDebugger).toBe(useDebugger)
  })

  it('says whether it is production, and the name that is listened on', () => {
    expect(debugEnvironment({ NODE_ENV: 'production', HOST: 'shop.test' })).toMatchObject({
      isProduction: true,
      host: 'shop.test',
    })
  })
})
