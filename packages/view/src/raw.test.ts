import { describe, expect, it } from 'vitest'
import { rawTrace } from './raw.ts'
import type { ExceptionView } from './trace-view.ts'

const exceptions: readonly ExceptionView[] = [
  {
    type: 'TypeError',
    value: 'no id',
    module: 'shop',
    relation: 'raised',
    frames: [
      { index: 0, path: 'main.x', line: 3, column: 1, inApp: true, context: [] },
      {
        index: 1,
        function: 'total',
        module: 'shop.Cart',
        path: 'cart.x',
        absPath: '/srv/cart.x',
        line: 41,
        column: 9,
        inApp: true,
        context: [{ line: 41, text: '  return a.id', current: true }],
      },
    ],
  },
  {
    type: 'IOError',
    value: 'gone',
    relation: 'cause',
    frames: [{ index: 0, function: 'read', path: 'io.x', line: 7, inApp: false, context: [] }],
  },
]

describe('rawTrace()', () => {
  it.each([
    [
      'node',
      'TypeError: no id\n    at total (/srv/cart.x:41:9)\n    at main.x:3:1\n  [cause]: IOError: gone\n      at read (io.x:7)',
    ],
    [
      'python',
      'Traceback (most recent call last):\n  File "io.x", line 7, in read\nIOError: gone\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File "main.x", line 3, in <module>\n  File "/srv/cart.x", line 41, in total\n    return a.id\nTypeError: no id',
    ],
    [
      'java',
      'shop.TypeError: no id\n\tat shop.Cart.total(/srv/cart.x:41)\n\tat <unknown>(main.x:3)\nCaused by: IOError: gone\n\tat read(io.x:7)',
    ],
    [
      'ruby',
      "/srv/cart.x:41:in 'total': no id (TypeError)\n\tfrom main.x:3:in '<main>'\nio.x:7:in 'read': gone (IOError)",
    ],
    [
      'php',
      'PHP Fatal error:  Uncaught TypeError: no id\nStack trace:\n#0 /srv/cart.x(41): total()\n#1 main.x(3): {main}()\n\nPrevious: IOError: gone\nStack trace:\n#0 io.x(7): read()',
    ],
    [
      'go',
      'TypeError: no id\n\ngoroutine 1 [running]:\nshop.Cart.total(...)\n\t/srv/cart.x:41\nunknown(...)\n\tmain.x:3\n\nwraps: IOError: gone\n\ngoroutine 1 [running]:\nread(...)\n\tio.x:7',
    ],
  ])('writes %s as the platform does', (platform, text) => {
    expect(rawTrace({ platform, exceptions })).toBe(text)
  })

  it('leaves out the name of a function that has none', () => {
    const frame = { index: 0, function: '?', path: 'a.js', line: 1, column: 2, inApp: true, context: [] }
    const nameless = [{ type: 'E', relation: 'raised' as const, frames: [frame] }]
    expect(rawTrace({ platform: 'node', exceptions: nameless })).toBe('E\n    at a.js:1:2')
  })

  it('gives an unknown platform the shape of V8', () => {
    expect(rawTrace({ platform: '__proto__', exceptions: [{ relation: 'raised', frames: [] }] })).toBe(
      'Error',
    )
  })
})
