import { describe, expect, it } from 'vitest'
import type { GroupingInput } from './grouping-input.ts'
import { describeEvent } from './title.ts'

const frames = [
  { function: 'route', filename: 'app.js', inApp: true },
  { function: 'emit', filename: 'node:events', inApp: false },
]
const input = (more: Partial<GroupingInput>): GroupingInput => ({ platform: 'node', exceptions: [], ...more })

describe('describeEvent()', () => {
  it.each([
    [
      'type and first line of the value',
      input({ exceptions: [{ type: 'TypeError', value: '\nno x\nmore', frames: [] }] }),
      'TypeError: no x',
    ],
    [
      'the raised exception of a chain',
      input({
        exceptions: [
          { type: 'Cause', frames: [] },
          { type: 'Raised', frames: [] },
        ],
      }),
      'Raised',
    ],
    ['the value alone', input({ exceptions: [{ value: 'x', frames: [] }] }), 'x'],
    [
      'the message of a synthetic error',
      input({ exceptions: [{ type: 'Error', value: 'x', synthetic: true, frames: [] }] }),
      'x',
    ],
    [
      'the function of a synthetic error without one',
      input({ exceptions: [{ type: 'Error', synthetic: true, frames }] }),
      'route',
    ],
    ['a message', input({ message: 'Hello %s' }), 'Hello %s'],
    [
      'a policy report',
      input({ security: { directive: 'script-src', blocked: 'evil.example' } }),
      'Blocked script-src from evil.example',
    ],
    ['an event that says nothing', input({}), '<unlabeled event>'],
  ])('titles by %s', (_, given, title) => expect(describeEvent(given).title).toBe(title))

  it('names the transaction, else where the in-app frame crashed', () => {
    const exceptions = [{ type: 'E', frames }]
    expect(describeEvent(input({ exceptions, transaction: 'GET /' })).culprit).toBe('GET /')
    expect(describeEvent(input({ exceptions }))).toMatchObject({
      culprit: 'app.js in route',
      filename: 'app.js',
      function: 'route',
    })
    expect(describeEvent(input({})).culprit).toBe('')
  })

  it.each([
    ['/srv/app/dist/server/file.mjs', '?', 'dist/server/file.mjs'],
    ['/srv/app/dist/file.mjs', '<anonymous>', 'app/dist/file.mjs'],
    ['/app/dist/file.mjs', 'Anonymous function', '/app/dist/file.mjs'],
    ['C:\\app\\a\\b\\c.js', 'load', 'a/b/c.js in load'],
    ['file:///srv/app/src/cart.ts', 'load', 'app/src/cart.ts in load'],
    ['https://shop.example/static/js/v2/app.js', 'load', 'js/v2/app.js in load'],
    ['https://shop.example/app.js', 'load', 'https://shop.example/app.js in load'],
    ['webpack-internal:///./src/pages/cart.tsx', 'load', 'src/pages/cart.tsx in load'],
    ['src/very/deep/down/cart.ts', '<module>', 'src/very/deep/down/cart.ts'],
    ['', 'load', 'load'],
    ['', '?', ''],
  ])('says where %s, %s is', (filename, name, culprit) => {
    const exceptions = [{ type: 'E', frames: [{ filename, function: name, inApp: true }] }]
    expect(describeEvent(input({ exceptions })).culprit).toBe(culprit)
  })

  it('keeps titles within 256 characters', () => {
    const { title } = describeEvent(input({ message: 'x'.repeat(1000) }))
    expect(title).toHaveLength(256)
    expect(title.endsWith('…')).toBe(true)
  })
})
