import { describe, expect, it } from 'vitest'
import { createFrames, type ReportedFrame } from './frames.ts'
import { createSourceFiles } from './source-files.ts'

const shopLines = Array.from({ length: 20 }, (_, at) => `line ${at + 1}`)
/** Line 1 of the bundle is line 2 of the source, from column 9 on. */
const map = {
  version: 3,
  sources: ['../src/shop.ts'],
  sourcesContent: ['export function pay() {\n  throw new Error()\n}'],
  names: [],
  mappings: 'AACE',
  debugId: '85314830-023f-4cf1-a267-535f4e37bb17',
}
const files: Readonly<Record<string, string>> = {
  '/app/src/shop.js': shopLines.join('\n'),
  '/app/dist/bundle.js':
    'function a(){throw Error()}\n//# debugId=85314830-023f-4cf1-a267-535f4e37bb17\n//# sourceMappingURL=bundle.js.map\n',
  '/app/dist/bundle.js.map': JSON.stringify(map),
  '/app/dist/inline.js': `x()\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`,
  '/app/dist/remote.js': 'x()\n//# sourceMappingURL=https://maps.test/remote.js.map',
  '/app/dist/broken.js': 'x()\n//# sourceMappingURL=shop.js',
  '/app/dist/shop.js': 'no map',
  '/app/node_modules/pg/lib/client.js': 'first\nsecond',
}

function framesOf(stack: string, read: string[] = []): readonly ReportedFrame[] {
  const readFile = (path: string): string | undefined => {
    read.push(path)
    return files[path]
  }
  return createFrames({ sourceOf: createSourceFiles(readFile), redactText: (text) => text, root: '/app' })(
    stack,
  )
}

describe('createFrames()', () => {
  it('A12: tells frames oldest call first, with file, place and five lines on each side', () => {
    const frames = framesOf('Error: x\n    at pay (/app/src/shop.js:10:3)\n    at /app/src/shop.js:2:1')
    expect(frames.map(({ sent }) => sent)).toEqual([
      {
        filename: 'src/shop.js',
        abs_path: '/app/src/shop.js',
        lineno: 2,
        colno: 1,
        in_app: true,
        pre_context: ['line 1'],
        context_line: 'line 2',
        post_context: shopLines.slice(2, 7),
      },
      {
        function: 'pay',
        filename: 'src/shop.js',
        abs_path: '/app/src/shop.js',
        lineno: 10,
        colno: 3,
        in_app: true,
        pre_context: shopLines.slice(4, 9),
        context_line: 'line 10',
        post_context: shopLines.slice(10, 15),
      },
    ])
  })

  it('tells packages and the runtime from the application', () => {
    const frames = framesOf(
      'Error\n    at query (/app/node_modules/pg/lib/client.js:2:1)\n    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)\n    at run (/elsewhere/job.js:1:1)',
    )
    expect(
      frames.map(({ sent: { filename, in_app: inApp, context_line: line } }) => [filename, inApp, line]),
    ).toEqual([
      ['/elsewhere/job.js', true, undefined],
      ['node:internal/process/task_queues', false, undefined],
      ['node_modules/pg/lib/client.js', false, 'second'],
    ])
  })

  it.each([['bundle.js'], ['inline.js']])('maps %s to its source', (name) => {
    const [frame] = framesOf(`Error\n    at a (/app/dist/${name}:1:14)`)
    expect(frame?.sent).toEqual({
      function: 'a',
      filename: 'src/shop.ts',
      abs_path: '/app/src/shop.ts',
      lineno: 2,
      colno: 3,
      in_app: true,
      pre_context: ['export function pay() {'],
      context_line: '  throw new Error()',
      post_context: ['}'],
      data: {
        sourcemap: `/app/dist/${name}`,
        orig_filename: `/app/dist/${name}`,
        orig_lineno: 1,
        orig_colno: 14,
      },
    })
  })

  it('has the debug id of a file', () => {
    const [frame] = framesOf('Error\n    at a (/app/dist/bundle.js:1:14)')
    expect(frame?.debugId).toBe('85314830-023f-4cf1-a267-535f4e37bb17')
  })

  it.each([['remote.js'], ['broken.js']])(
    'shows %s as it runs, since it has no map that can be read',
    (name) => {
      const [frame] = framesOf(`Error\n    at a (/app/dist/${name}:1:1)`)
      expect(frame?.sent).toMatchObject({ filename: `dist/${name}`, lineno: 1, context_line: 'x()' })
    },
  )

  it('reads a file once for many errors', () => {
    const read: string[] = []
    const readFile = (path: string): string | undefined => {
      read.push(path)
      return files[path]
    }
    const frames = createFrames({
      sourceOf: createSourceFiles(readFile),
      redactText: (text) => text,
      root: '/app',
    })
    for (let at = 1; at < 20; at++) frames(`Error: ${at}\n    at pay (/app/src/shop.js:${at}:3)`)
    expect(read).toEqual(['/app/src/shop.js'])
    const stack = 'Error: again\n    at pay (/app/src/shop.js:1:3)'
    expect(frames(stack)).toBe(frames(stack.replace('again', 'and again')))
  })
})
