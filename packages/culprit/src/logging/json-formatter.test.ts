import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonFormatter } from './json-formatter.ts'
import { LogRecord } from './record.ts'

function parse(formatter: JsonFormatter, init: Partial<ConstructorParameters<typeof LogRecord>[0]>): unknown {
  const line = formatter.format(
    new LogRecord({ name: 'shop', levelno: 40, msg: 'x', created: 1057682985.896, ...init }),
  )
  expect(line).not.toContain('\n')
  return JSON.parse(line)
}

describe('JsonFormatter', () => {
  it('writes one object a record', () =>
    expect(parse(new JsonFormatter({ process: false }), { msg: 'hello %s', args: ['bob'] })).toEqual({
      time: '2003-07-08T16:49:45.896Z',
      level: 'ERROR',
      name: 'shop',
      message: 'hello bob',
    }))

  it("has the fields of the context and the call, the call's first, own names kept apart", () =>
    expect(
      parse(new JsonFormatter({ process: false, defaults: { app: 'a', user: 'nobody' } }), {
        context: { url: '/x', user: 'eve' },
        extra: { user: 'bob', time: 5, gone: undefined },
      }),
    ).toMatchObject({ app: 'a', url: '/x', user: 'bob', time_: 5, time: '2003-07-08T16:49:45.896Z' }))

  it('has the error with its causes', () => {
    const error = new Error('outer', { cause: new TypeError('inner') })
    expect(parse(new JsonFormatter(), { error })).toMatchObject({
      error: {
        type: 'Error',
        message: 'outer',
        causes: [{ type: 'TypeError', message: 'inner', relation: 'cause' }],
      },
    })
  })

  it('has the location on demand', () => {
    const location = { pathname: '/a.ts', lineno: 3, funcName: 'f' }
    expect(parse(new JsonFormatter(), { location })).not.toHaveProperty('lineno')
    expect(parse(new JsonFormatter({ location: true }), { location })).toMatchObject(location)
    expect(new JsonFormatter({ location: true }).usesLocation).toBe(true)
  })

  it('writes null for the holes of a sparse array', () =>
    expect(parse(new JsonFormatter(), { extra: { list: Array(2) } })).toMatchObject({ list: [null, null] }))

  it('shows what JSON cannot', () => {
    const circle: Record<string, unknown> = { n: 1 }
    circle['self'] = circle
    const evil = {
      fine: 1,
      get bad(): string {
        throw new Error('no')
      },
    }
    const extra = {
      big: 10n,
      nan: Number.NaN,
      circle,
      evil,
      map: new Map([['k', 1]]),
      set: new Set([1]),
      date: new Date(0),
      bytes: new Uint8Array(3),
      fn: (): void => undefined,
    }
    expect(parse(new JsonFormatter({ process: false }), { extra })).toMatchObject({
      big: '10',
      nan: 'NaN',
      circle: { n: 1, self: '[Circular]' },
      evil: { fine: 1, bad: '[Unreadable]' },
      map: { k: 1 },
      set: [1],
      date: '1970-01-01T00:00:00.000Z',
      bytes: '[Uint8Array of 3 bytes]',
    })
  })

  it('is bounded', () => {
    let deep: unknown = 'end'
    for (let at = 0; at < 100; at++) deep = { deep }
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`k${at}`, { at }]))
    const line = new JsonFormatter().format(
      new LogRecord({
        name: 'a',
        levelno: 20,
        msg: 'y'.repeat(2_000_000),
        extra: { deep, wide, list: Array(9999).fill(1) },
      }),
    )
    expect(line.length).toBeLessThan(150_000)
    expect(JSON.parse(line)).toHaveProperty('list')
    const texts = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`k${at}`, 'z'.repeat(50_000)]))
    expect(
      new JsonFormatter().format(new LogRecord({ name: 'a', levelno: 20, msg: '', extra: texts })).length,
    ).toBeLessThan(1_100_000)
  })

  it('writes valid JSON whatever the fields are', () =>
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string(),
          fc.anything({
            withBigInt: true,
            withMap: true,
            withSet: true,
            withDate: true,
            withTypedArray: true,
            withNullPrototype: true,
          }),
        ),
        fc.string(),
        (extra, msg) => {
          const line = new JsonFormatter().format(new LogRecord({ name: 'a', levelno: 20, msg, extra }))
          expect(line).not.toMatch(/\n/)
          expect(JSON.parse(line)).toMatchObject({ level: 'INFO', message: msg })
        },
      ),
    ))
})
