import { createContext, runInContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Copying, copyValue } from './copy-value.ts'
import { toVariableBounds, type VariableBounds } from './variable-bounds.ts'

type Given = { readonly [K in keyof VariableBounds]?: number }

function copyingWith(given: Given = {}, vast = new WeakMap<object, string>()): Copying {
  const bounds = toVariableBounds(given)
  return { bounds, vast, left: bounds.maxBytes, open: new Set() }
}

const copy = (value: unknown, given?: Given): unknown => copyValue(value, copyingWith(given))

/** A Proxy each of whose traps fails the test. */
function guarded(): object {
  const traps = Object.getOwnPropertyNames(Reflect).map((name) => [
    name,
    () => {
      throw new Error(`the trap ${name} ran`)
    },
  ])
  return new Proxy({}, Object.fromEntries(traps) as ProxyHandler<object>)
}

class Point {
  x = 1
  get far(): number {
    throw new Error('a getter ran')
  }
}

describe('copyValue', () => {
  const cases: readonly (readonly [name: string, value: unknown, copied: unknown])[] = [
    ['a text', 'a', 'a'],
    ['a number', 1.5, 1.5],
    ['a number that JSON has not', -Infinity, '-Infinity'],
    ['null', null, null],
    ['undefined', undefined, '[undefined]'],
    ['a bigint', 12n, '12n'],
    ['a bigint that takes long to write', 1n << 4096n, '[BigInt]'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['a function', function go() {}, '[Function: go]'],
    ['an error', new TypeError('no'), '[TypeError: no]'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a date that is none', new Date(Number.NaN), 'Invalid Date'],
    ['a pattern', /a+/g, '/a+/g'],
    ['a promise', Promise.resolve(1), '[Promise]'],
    ['binary data', new Uint8Array(3), '[Uint8Array: 3 bytes]'],
    [
      'a Map',
      new Map<unknown, unknown>([
        ['a', { b: 1 }],
        [{}, 2],
      ]),
      { a: { b: 1 }, '[Object]': 2 },
    ],
    ['a Set', new Set([1, 'b']), [1, 'b']],
    ['an object of a class', new Point(), { x: 1 }],
    ['an object without prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ['a list with holes', Object.assign([1], { 2: 3 }), [1, '[empty]', 3]],
  ]
  it.each(cases)('copies %s', (_name, value, copied) => {
    expect(copy(value)).toEqual(copied)
  })

  it('runs no getter, own or of a list', () => {
    const list: unknown[] = []
    const failing = {
      enumerable: true,
      get: () => {
        throw new Error('a getter ran')
      },
    }
    Object.defineProperty(list, 0, failing)
    expect(copy(Object.defineProperty({ a: 1 }, 'b', failing))).toEqual({ a: 1, b: '[Getter]' })
    expect(copy(list)).toEqual(['[Getter]'])
  })

  it('runs no trap of a Proxy, wherever it is', () => {
    const child = Object.create(guarded(), { own: { value: 1, enumerable: true } }) as unknown
    const error = new Error('x')
    Object.setPrototypeOf(error, guarded())
    expect(copy(guarded())).toBe('[Proxy]')
    expect(copy({ a: [guarded()] })).toEqual({ a: ['[Proxy]'] })
    expect(copy(child)).toEqual({ own: 1 })
    expect(copy(error)).toBe('[Error: x]')
    expect(copy(new Proxy(() => 1, {}))).toBe('[Proxy]')
  })

  it('calls no method that a class overrides', () => {
    class Loud extends Map<string, number> {
      override entries(): never {
        throw new Error('an override ran')
      }
      override [Symbol.iterator](): never {
        throw new Error('an override ran')
      }
    }
    const date = Object.assign(new Date(0), { toISOString: () => 'no', getTime: () => 1 })
    expect(copy(new Loud([['a', 1]]))).toEqual({ a: 1 })
    expect(copy(date)).toBe('1970-01-01T00:00:00.000Z')
  })

  it('marks cycles, and copies what is merely shared', () => {
    const shared = { s: 1 }
    const value: Record<string, unknown> = { a: shared, b: shared }
    value['self'] = value
    expect(copy(value)).toEqual({ a: { s: 1 }, b: { s: 1 }, self: '[Circular]' })
  })

  it('keeps a key `__proto__` a key', () => {
    const copied = copy(JSON.parse('{"__proto__":{"a":1}}')) as object
    expect(Object.keys(copied)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(copied)).toBe(Object.prototype)
  })

  it('cuts what is too deep, too wide and too long, and says so', () => {
    expect(copy({ a: { b: { c: {} } }, l: [[[1]]] }, { maxDepth: 2 })).toEqual({
      a: { b: '[Object]' },
      l: ['[Array]'],
    })
    expect(copy([1, 2, 3, 4], { maxWidth: 2 })).toEqual([1, 2, '[2 more]'])
    expect(copy({ a: 1, b: 2, c: 3 }, { maxWidth: 1 })).toEqual({ a: 1, '...': '[2 more]' })
    expect(copy('abcdef', { maxString: 3 })).toBe('abc...')
  })

  it('lists an object with very many keys once', () => {
    const vast = new WeakMap<object, string>()
    const value = Object.fromEntries(Array.from({ length: 6000 }, (_, at) => [`k${at}`, at]))
    copyValue(value, copyingWith({}, vast))
    expect(copyValue(value, copyingWith({}, vast))).toBe('[Object: 6000 keys]')
  })

  it('understands objects of another realm', () => {
    const foreign = runInContext(
      '({ m: new Map([["a", 1]]), e: new TypeError("x"), l: [1] })',
      createContext(),
    ) as unknown
    expect(copy(foreign)).toEqual({ m: { a: 1 }, e: '[TypeError: x]', l: [1] })
  })

  it('keeps within maxBytes for any value, and what it returns is JSON', () => {
    fc.assert(
      fc.property(
        fc.anything({ withMap: true, withSet: true, withDate: true, withBigInt: true }),
        (value) => {
          const copied = copy(value, { maxBytes: 500, maxDepth: 5 })
          const json = JSON.stringify(copied)
          expect(json.length).toBeLessThan(6 * (500 + 2000))
          // JSON has no negative zero.
          expect(JSON.stringify(JSON.parse(json))).toBe(json)
        },
      ),
    )
  })
})
