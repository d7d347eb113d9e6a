import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseStack } from './parse.ts'

const app = { kind: 'app' }

describe('parseStack() of V8', () => {
  it.each([
    [
      'a named call',
      '    at load (/app/src/a.js:10:5)',
      { file: '/app/src/a.js', function: 'load', line: 10, column: 5, ...app },
    ],
    ['a call without a name', '    at /app/a.js:1:2', { file: '/app/a.js', line: 1, column: 2, ...app }],
    [
      'a method with an alias',
      'at Store.get [as read] (a.js:1:2)',
      { file: 'a.js', function: 'Store.get [as read]', line: 1, column: 2, ...app },
    ],
    [
      'a constructor',
      'at new Store (a.js:1:2)',
      { file: 'a.js', function: 'new Store', line: 1, column: 2, ...app },
    ],
    [
      'an async call',
      'at async Store.load (a.js:1:2)',
      { file: 'a.js', function: 'Store.load', line: 1, column: 2, ...app },
    ],
    [
      'an async call without a name',
      'at async /app/a.js:1:2',
      { file: '/app/a.js', line: 1, column: 2, ...app },
    ],
    [
      'an async call of a file URL',
      'at async file:///app/a%20b.js:1:2',
      { file: '/app/a b.js', line: 1, column: 2, ...app },
    ],
    [
      'top-level code',
      'at Object.<anonymous> (/app/a.js:1:2)',
      { file: '/app/a.js', function: 'Object.<anonymous>', line: 1, column: 2, ...app },
    ],
    [
      'a Windows path',
      'at run (C:\\app\\a.js:1:2)',
      { file: 'C:\\app\\a.js', function: 'run', line: 1, column: 2, ...app },
    ],
    [
      'a Windows file URL',
      'at run (file:///C:/app/a.js:1:2)',
      { file: 'C:/app/a.js', function: 'run', line: 1, column: 2, ...app },
    ],
    [
      'a URL with a port',
      'at run (http://localhost:3000/a.js?v=1:1:2)',
      { file: 'http://localhost:3000/a.js?v=1', function: 'run', line: 1, column: 2, ...app },
    ],
    [
      'a path with parentheses',
      'at run (/app/(group)/page.js:1:2)',
      { file: '/app/(group)/page.js', function: 'run', line: 1, column: 2, ...app },
    ],
    [
      'Node internals',
      'at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
      {
        file: 'node:internal/process/task_queues',
        function: 'process.processTicksAndRejections',
        line: 95,
        column: 5,
        kind: 'runtime',
      },
    ],
    [
      'a dependency',
      'at next (/app/node_modules/express/lib/router.js:1:2)',
      {
        file: '/app/node_modules/express/lib/router.js',
        function: 'next',
        line: 1,
        column: 2,
        kind: 'dependency',
      },
    ],
    [
      'an eval, by where it was called',
      'at eval (eval at run (/app/a.js:7:3), <anonymous>:1:1)',
      { file: '/app/a.js', function: 'eval', line: 7, column: 3, ...app },
    ],
    [
      'a nested eval',
      'at eval (eval at b (eval at c (/app/a.js:7:3)), <anonymous>:1:1)',
      { file: '/app/a.js', function: 'eval', line: 7, column: 3, ...app },
    ],
    ['a built-in', 'at Array.map (<anonymous>)', { function: 'Array.map', kind: 'runtime' }],
    ['Promise.all', 'at async Promise.all (index 0)', { function: 'Promise.all', kind: 'runtime' }],
    ['native code', 'at JSON.parse (native)', { function: 'JSON.parse', kind: 'runtime' }],
  ])('reads %s', (_, line, expected) =>
    expect(parseStack(`Error: at the office\n${line}`)).toEqual([expected]),
  )

  it('keeps the order and passes over the message', () => {
    const frames = parseStack(
      'TypeError: x is not\nat sea\n    at a (a.js:1:1)\n    at b (b.js:2:2)\r\n    at c (c.js:3:3)',
    )
    expect(frames.map((frame) => frame.function)).toEqual(['a', 'b', 'c'])
  })

  it('reads a stack of this very runtime', () => {
    function thrower(): Error {
      return new TypeError('here')
    }
    const [first] = parseStack(thrower().stack ?? '')
    expect(first).toMatchObject({ function: 'thrower', kind: 'app' })
    expect(first?.file).toMatch(/parse\.test\.ts$/)
    expect(first?.line).toBeGreaterThan(1)
  })
})

describe('parseStack() of Firefox and Safari', () => {
  it.each([
    [
      'a named call',
      'load@https://x.com/app.js:10:5',
      { file: 'https://x.com/app.js', function: 'load', line: 10, column: 5, ...app },
    ],
    [
      'a call without a name',
      '@https://x.com/app.js:10:5',
      { file: 'https://x.com/app.js', line: 10, column: 5, ...app },
    ],
    [
      'an async call',
      'async*run@https://x.com/app.js:10:5',
      { file: 'https://x.com/app.js', function: 'run', line: 10, column: 5, ...app },
    ],
    [
      'an inner function',
      'run/<@https://x.com/app.js:10:5',
      { file: 'https://x.com/app.js', function: 'run', line: 10, column: 5, ...app },
    ],
    [
      'a scoped package in the path',
      'run@https://x.com/node_modules/@a/b.js:1:2',
      { file: 'https://x.com/node_modules/@a/b.js', function: 'run', line: 1, column: 2, kind: 'dependency' },
    ],
    [
      'an eval, by where it was called',
      'f@https://x.com/a.js line 7 > eval:1:1',
      { file: 'https://x.com/a.js', function: 'f', line: 7, ...app },
    ],
    ['native code', 'map@[native code]', { function: 'map', kind: 'runtime' }],
    [
      "Safari's global code",
      'global code@https://x.com/a.js:3:4',
      { file: 'https://x.com/a.js', line: 3, column: 4, ...app },
    ],
    [
      "Safari's bare address",
      'https://x.com/a.js:3:4',
      { file: 'https://x.com/a.js', line: 3, column: 4, ...app },
    ],
  ])('reads %s', (_, line, expected) => expect(parseStack(line)).toEqual([expected]))
})

describe('parseStack() is bounded', () => {
  it('keeps 250 frames nearest the throw and looks at 1,000 lines', () => {
    const line = (at: number): string => `    at f${at} (a.js:${at + 1}:1)`
    const frames = parseStack(Array.from({ length: 400 }, (_, at) => line(at)).join('\n'))
    expect(frames).toHaveLength(250)
    expect(frames[0]?.function).toBe('f0')
    expect(parseStack(`${'x\n'.repeat(1000)}${line(1)}`)).toEqual([])
    expect(parseStack(`${line(0)}\n${line(1)}`, { maxFrames: 1 })).toHaveLength(1)
  })

  it('passes over lines longer than 2,000 characters', () => {
    expect(parseStack(`at ${'x'.repeat(3000)} (a.js:1:1)\nat ok (a.js:1:1)`)).toHaveLength(1)
  })

  it.each([
    'a',
    '(',
    ')',
    '@',
    ':',
    '1',
    ':1',
    'at ',
    'eval at (',
    '\n',
    ' ',
    'at a (b:1:1)\n',
    '\r',
    'a@b:1\n',
    '/<',
    ' line 1 > ',
  ])('takes linear time on a megabyte of %j', (unit) => {
    const text = unit.repeat(1_000_000 / unit.length)
    const started = performance.now()
    parseStack(text)
    parseStack(`at ${text.slice(0, 1900)} (a.js:1:1)\n`.repeat(500))
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const frame of parseStack(`at ${text}\n${text}@${text}:1:1`))
          expect(frame.line ?? 1).toBeGreaterThan(0)
      }),
    )
  })
})
