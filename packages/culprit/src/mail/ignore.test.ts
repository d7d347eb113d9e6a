import { describe, expect, it } from 'vitest'
import { LogRecord, type LogRecordInit } from '../logging/record.ts'
import { createIgnore, type IgnoreOptions } from './ignore.ts'

class NotFound extends Error {
  readonly status: number = 404
}
class GoneForGood extends NotFound {
  override readonly status = 503
}

const ignores = (options: IgnoreOptions | undefined, init: Partial<LogRecordInit>): boolean =>
  createIgnore(options)(new LogRecord({ name: 'shop', levelno: 40, msg: 'failed', ...init }))

describe('createIgnore', () => {
  const bot = { userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' }
  const cases: readonly (readonly [string, IgnoreOptions | undefined, Partial<LogRecordInit>, boolean])[] = [
    ['status below 500', undefined, { error: new NotFound() }, true],
    ['statusCode below 500', undefined, { error: Object.assign(new Error(), { statusCode: 400 }) }, true],
    ['status of 500 and above: not', undefined, { error: new GoneForGood() }, false],
    ['another limit', { statusBelow: 400 }, { error: new NotFound() }, false],
    ['no status: not', undefined, { error: new Error('x') }, false],
    [
      'a code that is no status: not',
      undefined,
      { error: Object.assign(new Error(), { code: 'ENOENT' }) },
      false,
    ],
    ['a class', { classes: [GoneForGood] }, { error: new GoneForGood() }, true],
    ['a class above', { classes: [NotFound] }, { error: new GoneForGood() }, true],
    ['a class above, by name', { classes: ['NotFound'] }, { error: new GoneForGood() }, true],
    ['another class: not', { classes: [TypeError, 'X'] }, { error: new GoneForGood() }, false],
    ['bots when asked', { bots: true }, { extra: bot }, true],
    ['bots by the context', { bots: true }, { context: { user_agent: 'bingbot/2.0' } }, true],
    ['bots unasked: not', {}, { extra: bot }, false],
    ['people: not', { bots: true }, { extra: { userAgent: 'Mozilla/5.0 Firefox/150' } }, false],
    ['a predicate', { when: ({ name }) => name === 'shop' }, {}, true],
    ['nothing thrown', { classes: [Error] }, {}, false],
    ['null thrown', { classes: [Error, 'Error'] }, { error: null }, false],
  ]
  it.each(cases)('3.3.13 ignores %s', (_name, options, init, expected) => {
    expect(ignores(options, init)).toBe(expected)
  })
})
