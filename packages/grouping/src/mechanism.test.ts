import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Component, canonicalText } from './component.ts'
import type { GroupingException, GroupingFrame, GroupingInput } from './grouping-input.ts'
import { hash128 } from './hash.ts'
import { fingerprint, mechanisms } from './mechanism.ts'

const app = (
  fn: string | undefined,
  filename = '/app/src/orders.js',
  more: Partial<GroupingFrame> = {},
): GroupingFrame => ({ function: fn, filename, inApp: true, ...more })
const lib = (fn: string, filename = '/app/node_modules/express/lib/router.js'): GroupingFrame => ({
  function: fn,
  filename,
  inApp: false,
})
const error = (
  frames: readonly GroupingFrame[],
  more: Partial<GroupingException> = {},
): GroupingException => ({ type: 'Error', value: 'boom', frames, ...more })
const event = (...exceptions: readonly GroupingException[]): GroupingInput => ({
  platform: 'node',
  exceptions,
})
const hashOf = (input: GroupingInput): string => fingerprint(input).hash
const base = event(error([lib('handle'), app('route'), app('load')]))

describe('fingerprint() groups together', () => {
  const same: readonly [string, GroupingInput, GroupingInput][] = [
    [
      'other messages of a strong stack',
      base,
      event(error([lib('handle'), app('route'), app('load')], { value: 'other' })),
    ],
    ['other library frames', base, event(error([lib('next'), lib('handle'), app('route'), app('load')]))],
    [
      'node internals',
      base,
      event(
        error([
          app('processTicksAndRejections', 'node:internal/process/task_queues'),
          lib('handle'),
          app('route'),
          app('load'),
        ]),
      ),
    ],
    [
      'other line numbers',
      base,
      event(
        error([lib('handle'), app('route', undefined, { lineno: 7 }), app('load', undefined, { lineno: 9 })]),
      ),
    ],
    [
      'other build roots',
      base,
      event(error([app('route', '/srv/release-123/src/orders.js'), app('load', 'C:\\app\\orders.js')])),
    ],
    ['receivers and async', base, event(error([app('async Router.route'), app('Object.load [as get]')]))],
    ['direct recursion', base, event(error([app('route'), app('load'), app('load'), app('load')]))],
    [
      'cyclic recursion',
      event(error([app('a'), app('b')])),
      event(error([app('a'), app('b'), app('a'), app('b'), app('a'), app('b')])),
    ],
    [
      'other content hashes',
      event(error([app('go', 'https://x.com/assets/app.3f2a91bc.js')])),
      event(error([app('go', 'https://x.com/assets/app.99ff00aa.js?v=2')])),
    ],
    [
      'other bundler hashes',
      event(error([app('go', 'https://x.com/a/index-DbQ2xY9p.js')])),
      event(error([app('go', 'https://x.com/a/index-Zk81mNwQ.js')])),
    ],
    [
      'other numbers in messages without a stack',
      event(error([], { value: 'row 1' })),
      event(error([], { value: 'row 22' })),
    ],
    [
      'reformatted source lines',
      event(error([app(undefined, 'a.js', { contextLine: '  throw   x' })])),
      event(error([app(undefined, 'a.js', { contextLine: 'throw x ' })])),
    ],
    [
      'minified names of other builds',
      event(error([app('a', 'https://x.com/b.js'), app('run', 'https://x.com/b.js')])),
      event(error([app('Qx', 'https://x.com/b.js'), app('run', 'https://x.com/b.js')])),
    ],
    [
      'as many alike errors of an aggregate as there are',
      event(error([], { type: 'E' }), error([app('all')])),
      event(error([], { type: 'E' }), error([], { type: 'E' }), error([app('all')])),
    ],
    ['an explicit default fingerprint', base, { ...base, fingerprint: ['{{default}}'] }],
  ]
  it.each(same)('%s', (_, one, other) => expect(hashOf(one)).toBe(hashOf(other)))
})

describe('fingerprint() keeps apart', () => {
  const different: readonly [string, GroupingInput, GroupingInput][] = [
    ['other types', base, event(error(base.exceptions[0]?.frames ?? [], { type: 'TypeError' }))],
    ['other functions', base, event(error([app('route'), app('save')]))],
    ['other callers', base, event(error([app('admin'), app('load')]))],
    ['other files', base, event(error([app('route'), app('load', '/app/src/users.js')]))],
    [
      'index files of other folders',
      event(error([app('f', '/w/packages/a/index.js')])),
      event(error([app('f', '/w/packages/b/index.js')])),
    ],
    ['other causes', base, event(error([], { type: 'Cause' }), ...base.exceptions)],
    [
      'other throwing lines of one function',
      event(error([app('f', 'a.js', { contextLine: 'throw one' })])),
      event(error([app('f', 'a.js', { contextLine: 'throw two' })])),
    ],
    [
      'handlers without a name by their line',
      event(error([app('<anonymous>', 'a.js', { contextLine: 'throw one' })])),
      event(error([app('<anonymous>', 'a.js', { contextLine: 'throw two' })])),
    ],
    [
      'weak stacks by their message',
      event(error([app(undefined, 'a.js')], { value: 'one' })),
      event(error([app(undefined, 'a.js')], { value: 'two' })),
    ],
    [
      'errors whose stack is all runtime',
      event(error([lib('x', 'node:net')], { value: 'connect' })),
      event(error([lib('x', 'node:net')], { value: 'timeout' })),
    ],
    ['fingerprints', { ...base, fingerprint: ['a'] }, { ...base, fingerprint: ['b'] }],
    ['parts of a fingerprint', { ...base, fingerprint: ['ab', 'c'] }, { ...base, fingerprint: ['a', 'bc'] }],
    ['a default with more', base, { ...base, fingerprint: ['{{ default }}', 'b'] }],
    [
      'messages',
      { platform: 'node', exceptions: [], message: 'one' },
      { platform: 'node', exceptions: [], message: 'two' },
    ],
    [
      'a message and a fingerprint of the same text',
      { platform: 'node', exceptions: [], message: 'one' },
      { platform: 'node', exceptions: [], fingerprint: ['one'] },
    ],
    [
      'policy reports',
      { platform: 'javascript', exceptions: [], security: { directive: 'script-src', blocked: 'a' } },
      { platform: 'javascript', exceptions: [], security: { directive: 'script-src', blocked: 'b' } },
    ],
  ]
  it.each(different)('%s', (_, one, other) => expect(hashOf(one)).not.toBe(hashOf(other)))
})

describe('a client fingerprint', () => {
  const input: GroupingInput = {
    ...base,
    transaction: 'GET /',
    level: 'error',
    tag: (key) => (key === 'region' ? 'eu' : undefined),
  }
  it.each([
    ['{{ type }}', 'Error'],
    ['{{value}}', 'boom'],
    ['{{ transaction }}', 'GET /'],
    ['{{ level }}', 'error'],
    ['{{ tag.region }}', 'eu'],
    ['{{  tags.region  }}', 'eu'],
    ['{{ function }}', 'load'],
    ['{{ stack.abs_path }}', '/app/src/orders.js'],
    ['{{ tag.none }}', '<no-tag.none>'],
    ['{{ module }}', '<no-module>'],
    ['{{ bogus }}', '{{ bogus }}'],
    ['plain', 'plain'],
    ['x-{{ level }}', 'x-error'],
  ])('fills %s with %s', (part, expected) => {
    const tree = fingerprint({ ...input, fingerprint: [part] }).explain()
    expect(tree.values).toEqual([{ id: 'value', contributes: true, values: [expected] }])
  })
})

describe('explain()', () => {
  it('shows what counts and why the rest does not', () => {
    const tree = fingerprint(base).explain()
    expect(tree).toEqual({
      id: 'exception',
      contributes: true,
      values: [
        { id: 'type', contributes: true, values: ['Error'] },
        {
          id: 'stacktrace',
          contributes: true,
          hint: 'in-app frames',
          values: [
            {
              id: 'frame',
              contributes: false,
              hint: 'not in-app',
              values: [leaf('file', 'lib/router.js'), leaf('function', 'handle')],
            },
            {
              id: 'frame',
              contributes: true,
              values: [leaf('file', 'orders.js'), leaf('function', 'route')],
            },
            { id: 'frame', contributes: true, values: [leaf('file', 'orders.js'), leaf('function', 'load')] },
          ],
        },
      ],
    })
  })

  it('is the tree whose leaves are hashed, and bounded', () => {
    const frames = Array.from({ length: 250 }, (_, at) => (at % 2 === 0 ? app(`f${at}`) : lib(`g${at}`)))
    const result = fingerprint(event(error(frames)))
    expect(hash128(canonicalText(result.explain()))).toBe(result.hash)
    expect(JSON.stringify(result.explain()).length).toBeLessThan(16_384)
  })
})

const leaf = (id: string, text: string): Component => ({ id, contributes: true, values: [text] })

describe('hashes', () => {
  it('of v1 never change', () => {
    expect([
      hashOf(base),
      hashOf({ ...base, fingerprint: ['x'] }),
      hashOf({ platform: 'node', exceptions: [], message: 'Order 17' }),
      hashOf({ platform: 'php', exceptions: [] }),
    ]).toMatchInlineSnapshot(`
      [
        "7e333b4992a47980969e6d3d5fcc28bc",
        "d3e53265ef3798d0b79276d6900104b4",
        "4348127fe3ad2d27a5a63741a469f443",
        "d44258b67ef4b91680ab05e01dba2104",
      ]
    `)
  })

  it('are 32 hex digits for anything and do not depend on lines', () => {
    const text = fc.option(fc.string({ unit: 'binary' }), { nil: undefined })
    const frame = fc.record({
      module: text,
      filename: text,
      absPath: text,
      function: text,
      inApp: fc.boolean(),
      contextLine: text,
      lineno: fc.integer(),
    })
    const exception = fc.record({
      type: text,
      value: text,
      module: text,
      synthetic: fc.boolean(),
      frames: fc.array(frame),
    })
    const inputs = fc.record({
      platform: fc.constantFrom('node', 'javascript', 'python', ''),
      exceptions: fc.array(exception, { maxLength: 4 }),
      message: text,
      fingerprint: fc.option(fc.array(fc.string()), { nil: undefined }),
      frames: fc.option(fc.array(frame), { nil: undefined }),
    })
    fc.assert(
      fc.property(inputs, fc.integer(), (input, lineno) => {
        const moved = {
          ...input,
          exceptions: input.exceptions.map((one) => ({
            ...one,
            frames: one.frames.map((each) => ({ ...each, lineno })),
          })),
        }
        expect(hashOf(input)).toMatch(/^[\da-f]{32}$/)
        expect(hashOf(moved)).toBe(hashOf(input))
        expect(hash128(canonicalText(fingerprint(input).explain()))).toBe(hashOf(input))
      }),
    )
  })

  it('differ for texts that differ', () => {
    const seen = new Set<string>()
    for (let at = 0; at < 20_000; at++) seen.add(hash128(`frame:${at}`))
    for (let at = 0; at < 40; at++) seen.add(hash128('\0'.repeat(at)))
    expect(seen.size).toBe(20_040)
  })
})

describe('mechanisms', () => {
  it('refuses an unknown one by name', () => {
    expect(() => fingerprint(base, 'v0')).toThrow(
      new RangeError('There is no grouping mechanism "v0"; known are v1'),
    )
    expect(mechanisms.map(({ id }) => id)).toEqual(['v1'])
  })

  it('v1 is made of its frozen blocks and nothing else', () => {
    const frozen = new Set([
      'component',
      'crash-frame',
      'file-identity',
      'fingerprint',
      'grouping-input',
      'hash',
      'parameterise',
      'v1',
      'v1-frame',
      'v1-stack',
    ])
    const seen = new Set<string>()
    const visit = (name: string): void => {
      if (seen.has(name)) return
      seen.add(name)
      const source = readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8')
      for (const [, path = ''] of source.matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
        expect(path).toMatch(/^\.\/[\w-]+\.ts$/)
        visit(path.slice(2, -3))
      }
    }
    visit('v1')
    expect(seen).toEqual(frozen)
  })
})
