import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_BOUNDS } from './bounds.ts'
import type { Json } from './json.ts'
import { createRedactor } from './redactor.ts'

const redactor = createRedactor()
const bounds = { depth: 4, nodes: 50, string: 20, keys: 5, items: 6 }

describe('redactJson()', () => {
  it('replaces whole values under secret keys and parts of other strings, with a remark for each', () => {
    const result = redactor.redactJson({
      user: { password: 'x', tokens_used: 3, author: 'ann', isAdmin: true },
      secrets: ['a'],
      note: 'card 4111111111111111',
    })
    expect(result.value).toEqual({
      user: { password: '[Filtered]', tokens_used: 3, author: 'ann', isAdmin: true },
      secrets: '[Filtered]',
      note: 'card [Filtered]',
    })
    expect(result.remarks).toEqual([
      { path: 'user.password', rule: 'key' },
      { path: 'secrets', rule: 'key' },
      { path: 'note', rule: 'creditcard' },
    ])
    expect(result).toMatchObject({ redacted: 3, cut: 0 })
  })

  it('changes the value in place', () => {
    const value = { a: { token: 'x' } }
    expect(redactor.redactJson(value).value).toBe(value)
    expect(value.a.token).toBe('[Filtered]')
  })

  it('knows headers, cookies and pairs', () => {
    const request = {
      headers: [
        ['Cookie', 'a=b'],
        ['Accept', 'x'],
      ],
      cookies: { session: 'abc', theme: 'dark' },
      env: { session: 'kept' },
    }
    expect(redactor.redactJson(request, { path: 'request' })).toMatchObject({
      value: {
        headers: [
          ['Cookie', '[Filtered]'],
          ['Accept', 'x'],
        ],
        cookies: { session: '[Filtered]', theme: 'dark' },
        env: { session: 'kept' },
      },
      remarks: [
        { path: 'request.headers.0.1', rule: 'key' },
        { path: 'request.cookies.session', rule: 'key' },
      ],
    })
    expect(redactor.redactJson({ sid: '1' }, { key: 'cookies' }).value).toEqual({ sid: '[Filtered]' })
  })

  it('replaces card numbers sent as numbers', () => {
    expect(redactor.redactJson([4111111111111111, 1700000000000]).value).toEqual([
      '[Filtered]',
      1700000000000,
    ])
  })

  it('leaves strings under verbatim keys but not secrets below them', () => {
    const value = { filename: '/4111111111111111.js', other: { filename: { password: 'x' } } }
    expect(redactor.redactJson(value, { verbatim: new Set(['filename']) }).value).toEqual({
      filename: '/4111111111111111.js',
      other: { filename: { password: '[Filtered]' } },
    })
  })

  it('honours extra and safe keys', () => {
    const { redactJson } = createRedactor({ extraKeys: ['Iban', ''], safeKeys: ['Token'] })
    expect(redactJson({ myIBANs: 'x', token: 'y', csrf_token: 'z' }).value).toEqual({
      myIBANs: '[Filtered]',
      token: 'y',
      csrf_token: '[Filtered]',
    })
  })

  it('cuts what is too deep, too long or too much, and counts it', () => {
    const wide = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`k${at}`, at]))
    const deep = { a: { b: { c: { d: { password: 'x' } } } } }
    const result = redactor.redactJson(
      { wide, deep, list: Array(9).fill(0), text: 'x'.repeat(30) },
      { bounds },
    )
    expect(result.value).toEqual({
      wide: { k0: 0, k1: 1, k2: 2, k3: 3, k4: 4 },
      deep: { a: { b: { c: '[Object]' } } },
      list: Array(6).fill(0),
      text: `${'x'.repeat(17)}...`,
    })
    expect(result.cut).toBe(4)
    expect(result.remarks.map((remark) => remark.rule)).toEqual(['!limit', '!limit', '!limit', '!limit'])
  })

  it('sees a secret that the cut would part', () => {
    expect(
      redactor.redactJson(`0123456 ${'4111 1111 1111 1111'}`, { bounds: { ...bounds, string: 16 } }).value,
    ).toBe('0123456 [Filt...')
  })

  it('keeps a __proto__ key to itself', () => {
    const value: Json = JSON.parse('{"__proto__":{"password":"x","polluted":"yes"}}')
    const result = redactor.redactJson(value)
    expect(JSON.stringify(result.value)).toBe('{"__proto__":{"password":"[Filtered]","polluted":"yes"}}')
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('lists 100 remarks and counts on', () => {
    const result = redactor.redactJson(Array.from({ length: 150 }, () => ({ token: 'x' })))
    expect(result.remarks).toHaveLength(100)
    expect(result.redacted).toBe(150)
  })

  it('stays within its node budget on a flat megabyte', () => {
    const result = redactor.redactJson({ a: Array(100_000).fill({}) }, { bounds })
    expect(result.value).toEqual({ a: Array(6).fill({}) })
  })
})

describe('redact()', () => {
  it('represents what JSON cannot hold', () => {
    const cyclic: Record<string, unknown> = {
      big: 10n,
      nan: NaN,
      fn: function load() {},
      sym: Symbol('s'),
      none: undefined,
      when: new Date(0),
      never: new Date(NaN),
      re: /x/g,
      bytes: new Uint8Array(3),
      map: new Map<unknown, unknown>([
        ['password', 'x'],
        [{}, 1],
      ]),
      set: new Set([1, 2]),
      error: new TypeError('no'),
    }
    cyclic.self = cyclic
    const value = redactor.redact(cyclic).value
    expect(value).toMatchObject({
      big: '10n',
      nan: 'NaN',
      fn: '[Function: load]',
      sym: 'Symbol(s)',
      none: '[undefined]',
      when: '1970-01-01T00:00:00.000Z',
      never: 'Invalid Date',
      re: '/x/g',
      bytes: '[Uint8Array: 3 bytes]',
      map: { password: '[Filtered]', '[Object]': 1 },
      set: [1, 2],
      error: { name: 'TypeError', message: 'no' },
      self: '[Circular]',
    })
  })

  it('survives hostile objects and calls no getter', () => {
    let called = 0
    const getter = Object.defineProperty({}, 'x', { enumerable: true, get: () => called++ })
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    const throwing = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no')
        },
      },
    )
    expect(redactor.redact({ getter, revoked: revoked.proxy, throwing }).value).toEqual({
      getter: { x: '[Getter]' },
      revoked: '[Unreadable]',
      throwing: '[Unreadable]',
    })
    expect(called).toBe(0)
  })

  it('does not set a prototype from a key', () => {
    const value = redactor.redact(JSON.parse('{"__proto__":{"polluted":1}}')).value
    expect(Object.keys(value ?? {})).toEqual(['__proto__'])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('leaves its input alone', () => {
    const input = { password: 'x' }
    redactor.redact(input)
    expect(input.password).toBe('x')
  })
})

describe('any value', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
    withBoxedValues: true,
  })

  it('is redacted without a throw, to JSON, idempotently', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const once = redactor.redact(value)
        const text = JSON.stringify(once.value)
        expect(typeof text).toBe('string')
        // Compared as text: JSON has no -0.
        expect(JSON.stringify(JSON.parse(text))).toBe(text)
        expect(JSON.stringify(redactor.redact(once.value).value)).toBe(text)
      }),
    )
  })

  it('respects the bounds', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8, noUnicodeString: false }), (value) => {
        const own: Json = JSON.parse(JSON.stringify(value))
        const first = JSON.stringify(redactor.redactJson(own, { bounds }).value)
        const measured = measure(JSON.parse(first), 0)
        expect(measured.depth).toBeLessThanOrEqual(bounds.depth)
        expect(measured.nodes).toBeLessThanOrEqual(bounds.nodes)
        expect(measured.longest).toBeLessThanOrEqual(bounds.string)
      }),
    )
  })

  it('keeps no secret under a secret key', () => {
    const key = fc.constantFrom('password', 'apiKey', 'x-auth-token', 'client_secret')
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.integer(),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(key, fc.string()), fc.oneof(tie('node'), fc.constant('S3CRET-VALUE'))),
      ),
    })).node
    fc.assert(
      fc.property(tree, key, (value, name) => {
        const text = JSON.stringify(redactor.redact({ [name]: { value, deep: 'S3CRET-VALUE' } }).value)
        expect(text).not.toContain('S3CRET-VALUE')
      }),
    )
  })
})

interface Measured {
  depth: number
  nodes: number
  longest: number
}

function measure(value: unknown, depth: number): Measured {
  if (typeof value === 'string') return { depth, nodes: 1, longest: value.length }
  if (typeof value !== 'object' || value === null) return { depth, nodes: 1, longest: 0 }
  const parts = Object.values(value).map((item) => measure(item, depth + 1))
  return {
    depth: Math.max(depth, ...parts.map((part) => part.depth)),
    nodes: 1 + parts.reduce((sum, part) => sum + part.nodes, 0),
    longest: Math.max(0, ...parts.map((part) => part.longest)),
  }
}

it('the default bounds let an ordinary event through whole', () => {
  const event = {
    exception: {
      values: [
        {
          stacktrace: {
            frames: Array.from({ length: 50 }, (_, at) => ({ lineno: at, vars: { a: { b: [at] } } })),
          },
        },
      ],
    },
  }
  expect(redactor.redactJson(event, { bounds: DEFAULT_BOUNDS })).toMatchObject({ cut: 0, redacted: 0 })
})
