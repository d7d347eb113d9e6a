import { describe, expect, it } from 'vitest'
import { ValueHandles } from './value-handles.ts'

const handles = (): ValueHandles => new ValueHandles({ isSecretKey: (name) => /password|token/i.test(name) })
const preview = (value: unknown): string => handles().asked(value).preview

/** Counts how often code of a value runs. */
function trap<Target extends object>(target: Target): { readonly proxy: Target; readonly ran: () => number } {
  let count = 0
  const handler = new Proxy(
    {},
    {
      get: () => {
        count++
        return undefined
      },
    },
  )
  return { proxy: new Proxy(target, handler), ran: () => count }
}

class Cart {
  readonly items: readonly unknown[] = []
  get total(): number {
    throw new Error('ran')
  }
}

describe('a value on one line', () => {
  it.each([
    [[], '[]'],
    [[1, 2], '[1, 2]'],
    [[1, 'foo', null, undefined], "[1, 'foo', null, undefined]"],
    ['', "''"],
    ['foo', "'foo'"],
    ["it's\n", "'it\\'s\\n'"],
    [-0, '-0'],
    [10n, '10n'],
    [Symbol('s'), 'Symbol(s)'],
    [/a"b/g, '/a"b/g'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), 'Invalid Date'],
    [new Map([['a', 1]]), "Map(1) {'a' => 1}"],
    [new Set([1, 2]), 'Set(2) {1, 2}'],
    [new (class List extends Array<number> {})(2), 'List [<empty>, <empty>]'],
    [new Cart(), 'Cart {items: []}'],
    [Cart, 'class Cart'],
    [() => 1, 'ƒ ()'],
    [Object.create(null), '[null prototype] {}'],
    [new Uint8Array([1, 2, 3]), 'Uint8Array(3) [1, 2, 3]'],
    [new ArrayBuffer(8), 'ArrayBuffer(8)'],
    [new TypeError('no'), 'TypeError: no'],
    [new WeakMap(), 'WeakMap {…}'],
    [Promise.resolve(5), 'Promise {<fulfilled>: 5}'],
    [new Promise(() => {}), 'Promise {<pending>}'],
    [new Proxy(new Cart(), {}), 'Proxy(Cart)'],
    [{ 'a b': { deep: { deeper: 1 } } }, "{'a b': {deep: {…}}}"],
  ])('REP-1: %#', (value, text) => {
    expect(preview(value)).toBe(text)
  })

  it('REP-1: tells a rejected promise', async () => {
    const rejected = Promise.reject(new RangeError('x'))
    rejected.catch(() => {})
    expect(preview(rejected)).toBe('Promise {<rejected>: RangeError: x}')
  })

  it('REP-2: shows eight items, four pairs, seventy characters, and cuts a text only where three go', () => {
    expect(preview(Array.from({ length: 20 }, (_, index) => index))).toBe(
      '[0, 1, 2, 3, 4, 5, 6, 7, … 12 more]',
    )
    expect(preview({ a: 1, b: 2, c: 3, d: 4, e: 5 })).toBe('{a: 1, b: 2, c: 3, d: 4, … 1 more}')
    expect(preview('<'.repeat(80))).toBe(`'${'<'.repeat(70)}'… 10 more`)
    expect(preview('s'.repeat(72))).toBe(`'${'s'.repeat(72)}'`)
    expect(handles().asked('s'.repeat(200)).text).toHaveLength(200)
  })

  it('REP-2: is bounded, however large the value is', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`key${index}`, 'x'.repeat(1000)]),
    )
    expect(preview(wide).length).toBeLessThan(500)
    expect(handles().text(Array.from({ length: 1000 }, () => wide)).length).toBeLessThanOrEqual(20_001)
    expect(handles().text('x'.repeat(1e6)).length).toBeLessThan(11_000)
  })

  it('REP-3: ends at cycles', () => {
    const list: unknown[] = [1]
    list.push(list)
    const map = new Map<string, unknown>()
    map.set('self', map)
    expect(preview(list)).toBe('[1, [...]]')
    expect(preview(map)).toBe("Map(1) {'self' => {...}}")
  })

  it('REP-3: runs no getter, no trap and nothing else of the value', () => {
    const { proxy, ran } = trap({ a: 1 })
    const hostile = {
      get a(): number {
        throw new Error('broken!')
      },
      toString: () => {
        throw new Error('broken!')
      },
      [Symbol.toPrimitive]: () => {
        throw new Error('broken!')
      },
      get [Symbol.toStringTag](): string {
        throw new Error('broken!')
      },
      [Symbol.for('nodejs.util.inspect.custom')]: () => {
        throw new Error('broken!')
      },
    }
    const one = handles()
    expect(one.asked(hostile).preview).toBe('{a: (...), toString: ƒ toString()}')
    expect(one.asked(Object.create(proxy)).kind).toBe('object')
    expect(one.asked(proxy).preview).toBe('Proxy(Object)')
    expect(one.expand(one.asked(proxy).ref ?? '')?.entries.map(({ name }) => name)).toContain('[[Target]]')
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    expect(one.asked(revoked.proxy).preview).toBe('Proxy(revoked)')
    expect(ran()).toBe(0)
  })
})

describe('the parts of a value', () => {
  it('are listed when they are asked for, and a getter runs only then', () => {
    const one = handles()
    const { entries } = one.expand(one.asked(new Cart()).ref ?? '') ?? { entries: [] }
    expect(entries.map(({ name, value }) => [name, value.kind])).toEqual([
      ['items', 'array'],
      ['total', 'getter'],
    ])
    expect(one.expand(entries[1]?.value.ref ?? '')).toMatchObject({
      entries: [{ name: 'total', value: { kind: 'error', preview: 'Error: ran' } }],
    })
  })

  it('come in pages', () => {
    const one = handles()
    const { ref = '' } = one.asked(Array.from({ length: 250 }, (_, index) => index))
    expect(one.expand(ref)).toMatchObject({ more: 150, entries: { length: 100 } })
    expect(one.expand(ref, 200)).toMatchObject({ more: 0, entries: { length: 50, 0: { name: '200' } } })
    const map = one.asked(new Map(Array.from({ length: 250 }, (_, index) => [index, index]))).ref ?? ''
    expect(one.expand(map)).toMatchObject({ more: 150, entries: { length: 100 } })
    expect(one.expand(map, 200)).toMatchObject({ more: 0, entries: { length: 50, 0: { name: '200' } } })
    const keys =
      one.asked(Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`k${index}`, index]))).ref ?? ''
    expect(one.expand(keys, 200)).toMatchObject({ more: 0, entries: { length: 50, 0: { name: 'k200' } } })
  })

  it('have keys of Maps that are objects, and members of Sets', () => {
    const one = handles()
    const { entries } = one.expand(one.asked(new Map([[{ id: 1 }, 'one']])).ref ?? '') ?? { entries: [] }
    expect(entries).toMatchObject([{ name: '{id: 1}', value: { preview: "{key: {id: 1}, value: 'one'}" } }])
    expect(one.expand(one.asked(new Set(['a'])).ref ?? '')).toMatchObject({
      entries: [{ name: '0', value: { preview: "'a'" } }],
    })
  })

  it('hide secrets until they are asked for', () => {
    const one = handles()
    const view = one.named('user', { name: 'Ada', password: 'hunter2', resetToken: 'x' })
    expect(view.preview).toBe("{name: 'Ada', password: [redacted], resetToken: [redacted]}")
    const hidden = one.named('password', 'hunter2')
    expect(hidden).toMatchObject({ kind: 'redacted', preview: '[redacted]' })
    expect(one.expand(hidden.ref ?? '')).toMatchObject({
      entries: [{ name: 'password', value: { preview: "'hunter2'" } }],
    })
  })

  it('are bounded in number: the oldest handles are given up', () => {
    const one = handles()
    const { ref = '' } = one.asked({})
    for (let index = 0; index < 5000; index++) one.asked({})
    expect(one.expand(ref)).toBeUndefined()
    expect(one.expand('v0')).toBeUndefined()
    expect(one.expand('__proto__')).toBeUndefined()
  })

  it('tell the internals of bound functions and promises', () => {
    const one = handles()
    const bound = Cart.prototype.constructor.bind({ a: 1 })
    expect(one.expand(one.asked(bound).ref ?? '')?.entries.map(({ name }) => name)).toContain('[[BoundThis]]')
    expect(one.expand(one.asked(Promise.resolve({ a: 1 })).ref ?? '')?.entries).toMatchObject([
      { name: '[[PromiseState]]', value: { preview: "'fulfilled'" } },
      { name: '[[PromiseResult]]', value: { preview: '{a: 1}' } },
    ])
  })
})
