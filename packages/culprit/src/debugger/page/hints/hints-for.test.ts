import { describe, expect, it } from 'vitest'
import type { DebuggedFrame, ValueKind, Variable } from '../../debugged-error.ts'
import { hintsFor } from './hints-for.ts'

const variable = (name: string, preview: string, kind: ValueKind = 'object'): Variable => ({
  name,
  scope: 'local',
  value: { kind, preview },
})

/** A frame that stands before `|` in a line. */
function frameAt(marked: string, variables: readonly Variable[] = [], name = 'total'): DebuggedFrame {
  const text = marked.replace('|', '')
  return {
    index: 0,
    function: name,
    file: '/app/src/cart.ts',
    shownFile: 'src/cart.ts',
    line: 7,
    column: marked.indexOf('|') + 1,
    kind: 'app',
    source: [{ line: 7, text }],
    variables,
    liveness: 'live',
  }
}

const undefinedError = (name: string): TypeError =>
  new TypeError(`Cannot read properties of undefined (reading '${name}')`)
const withCode = (message: string, properties: object): Error => Object.assign(new Error(message), properties)
const first = (error: unknown, frame?: DebuggedFrame, names: readonly string[] = []): string | undefined =>
  hintsFor(error, frame ? [frame] : [], () => names)[0]

describe('hintsFor()', () => {
  it.each([
    [
      '  return items[0].product.|id',
      [variable('items', '[]', 'array')],
      'id',
      'Probably `items[0].product` is undefined: `items` is [].',
    ],
    [
      '  return user.|name',
      [variable('user', 'undefined', 'undefined')],
      'name',
      'Probably `user` is undefined.',
    ],
    [
      '  go(cart.find((x) => x.id === id).|price)',
      [],
      'price',
      'Probably `cart.find((x) => x.id === id)` is undefined.',
    ],
    ['  this.cart?.items.|length', [], 'length', 'Probably `this.cart?.items` is undefined.'],
  ] as const)('undefined property: %s', (line, variables, name, words) => {
    expect(first(undefinedError(name), frameAt(line, variables))).toBe(words)
  })

  it('undefined property without source says less', () => {
    expect(first(undefinedError('id'), { ...frameAt('|'), source: [] })).toBe(
      'Probably what stands before `.id` is undefined.',
    )
  })

  it('missing await: a Promise in the line comes first', () => {
    const frame = frameAt('  for (const row of |rows)', [variable('rows', 'Promise {<pending>}', 'promise')])
    expect(hintsFor(new TypeError('rows is not iterable'), [frame])).toEqual([
      'Probably an `await` is missing: `rows` is a Promise.',
    ])
    const called = frameAt('  rows.|map((row) => row.id)', [
      variable('rows', 'Promise {<pending>}', 'promise'),
    ])
    expect(first(new TypeError('rows.map is not a function'), called)).toBe(
      'Probably an `await` is missing: `rows` is a Promise.',
    )
  })

  it('not iterable, not a function, not defined', () => {
    const frame = frameAt('  for (const [k, v] of |prices)', [variable('prices', '{a: 1}')])
    expect(first(new TypeError('prices is not iterable'), frame)).toBe(
      'Probably `prices` is no array, Map or Set; it is {a: 1}. Object.entries() makes a list of an object.',
    )
    expect(
      first(
        new TypeError('cart.totl is not a function'),
        frameAt('  cart.|totl()', [variable('cart', 'Cart {}')]),
      ),
    ).toBe('Probably `cart.totl` is misspelt, or not what you expect here: `cart` is Cart {}.')
    expect(
      first(new ReferenceError('itmes is not defined'), frameAt('  |itmes', [variable('items', '[]')])),
    ).toBe('Probably `items` was meant, which is in scope here.')
    expect(first(new ReferenceError('__dirname is not defined'), frameAt('|__dirname'))).toContain(
      '`import.meta.dirname`',
    )
    expect(first(new ReferenceError('__proto__ is not defined'), frameAt('|x'))).toBeUndefined()
    expect(first(new ReferenceError("Cannot access 'app' before initialization"))).toContain('in a circle')
  })

  it('endless recursion names the function', () => {
    const frames = Array.from({ length: 10 }, () => frameAt('  |walk(node)', [], 'walk'))
    expect(hintsFor(new RangeError('Maximum call stack size exceeded'), frames)).toEqual([
      'Probably `walk` calls itself without an end.',
    ])
  })

  it('ECONNREFUSED names host, port and who usually listens there', () => {
    expect(
      first(
        withCode('connect ECONNREFUSED 127.0.0.1:5432', {
          code: 'ECONNREFUSED',
          address: '127.0.0.1',
          port: 5432,
        }),
      ),
    ).toBe(
      'Probably nothing (usually PostgreSQL) listens on 127.0.0.1:5432: is it started, and is the address right?',
    )
    expect(first(withCode('connect ECONNREFUSED ::1:8080', { code: 'ECONNREFUSED' }))).toContain(
      'nothing listens on [::1]:8080',
    )
  })

  it('EADDRINUSE, ENOTFOUND, ENOENT, EACCES, answered twice', () => {
    expect(
      first(
        withCode('listen EADDRINUSE: address already in use :::3000', { code: 'EADDRINUSE', port: 3000 }),
      ),
    ).toContain('port 3000 already')
    expect(first(withCode('getaddrinfo ENOTFOUND db', { code: 'ENOTFOUND', hostname: 'db' }))).toContain(
      '`db` is misspelt',
    )
    expect(first(withCode('ENOENT: no such file', { code: 'ENOENT', path: 'data/a.json' }))).toContain(
      'relative to the directory',
    )
    expect(
      first(withCode('listen EACCES: permission denied 0.0.0.0:80', { code: 'EACCES', port: 80 })),
    ).toContain('below 1024, such as 80')
    expect(first(withCode('x', { code: 'ERR_HTTP_HEADERS_SENT' }))).toContain('answered twice')
  })

  it('MODULE_NOT_FOUND names what lies there, or how to install it', () => {
    const file = withCode("Cannot find module '/app/src/crat.ts' imported from /app/src/main.ts", {
      code: 'ERR_MODULE_NOT_FOUND',
    })
    expect(first(file, undefined, ['cart.ts', 'main.ts'])).toBe(
      'Probably `cart.ts` was meant, which lies in the same directory.',
    )
    const ending = withCode("Cannot find module './cart.js'\nRequire stack:\n- /app/src/main.cjs", {
      code: 'MODULE_NOT_FOUND',
    })
    expect(first(ending, undefined, ['cart.ts'])).toBe(
      'Probably `cart.ts` was meant, which lies in the same directory.',
    )
    expect(
      first(
        withCode("Cannot find package 'expres' imported from /app/x.ts", { code: 'ERR_MODULE_NOT_FOUND' }),
      ),
    ).toContain('`npm install expres`')
    expect(
      first(withCode("Cannot find package '@a/b' imported from /x.ts", { code: 'ERR_MODULE_NOT_FOUND' })),
    ).toContain('`npm install @a/b`')
  })

  it.each([
    ['<!doctype html><p>', 'an HTML page came'],
    ['', 'empty or cut off'],
    ["{'a': 1}", 'double quotes'],
    ['{"a": 1,}', 'comma'],
    ['[1 2]', 'character 3'],
  ])('JSON: %j', (text, words) => {
    let thrown: unknown
    try {
      JSON.parse(text)
    } catch (error) {
      thrown = error
    }
    expect(first(thrown)).toContain(words)
  })

  it('takes the hint that the error brings, as text', () => {
    expect(hintsFor(withCode('x', { hint: 'Run <b>npm run migrate</b>' }), [])).toEqual([
      'Run <b>npm run migrate</b>',
    ])
  })

  it('runs no code of the application, and never throws', () => {
    let ran = 0
    const count = (): never => {
      ran += 1
      throw new Error('trap')
    }
    const getters = Object.defineProperties(new Error('x'), {
      message: { get: count },
      hint: { get: count },
      code: { get: count },
      name: { get: count },
    })
    const proxy = new Proxy(new Error('x'), {
      get: count,
      getOwnPropertyDescriptor: count,
      getPrototypeOf: count,
    })
    for (const error of [getters, proxy, null, undefined, 'text', 7, Symbol('s'), Object.create(null)])
      expect(hintsFor(error, [])).toEqual([])
    expect(ran).toBe(0)
  })

  it('takes a hostile message in linear time', () => {
    for (const bait of [
      "Cannot find module '".padEnd(1_000_000, 'a'),
      `${'('.repeat(500_000)} is not iterable`,
      'x'.repeat(1_000_000),
    ])
      expect(hintsFor(new TypeError(bait), [frameAt(`${'('.repeat(50_000)}.|x`)]).length).toBeLessThanOrEqual(
        3,
      )
  })
})
