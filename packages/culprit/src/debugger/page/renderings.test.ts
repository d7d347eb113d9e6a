import { hostileStrings } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { everywhere } from '../../../test/debugger/hostile-failure.ts'
import { sampleFailure, sampleIds } from '../../../test/debugger/sample-failure.ts'
import type { DebuggedError, DebuggedFailure, DebuggedFrame } from '../debugged-error.ts'
import { renderExpired } from './render-expired.tsx'
import { renderJson } from './render-json.ts'
import { renderMarkdown } from './render-markdown.ts'
import { renderTerminal } from './render-terminal.ts'
import { renderText } from './render-text.ts'

const [raised] = sampleFailure.errors as readonly [DebuggedError]
const [thrown] = raised.frames as readonly [DebuggedFrame]
const withError = (part: Partial<DebuggedError>): DebuggedFailure => ({
  ...sampleFailure,
  errors: [{ ...raised, ...part }],
})
const plain = { columns: 100, color: false, hyperlinks: false } as const
/** Nothing that a terminal would obey or a reader would not see; newlines are ours. */
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/

describe('renderText()', () => {
  it('HID-6, HTM-9 shows the chain with the same frames as the page, source lines and carets, libraries named', () => {
    const text = renderText(sampleFailure)
    expect(text.split('\n').slice(0, 3)).toEqual([
      'POST /checkout?from=basket',
      expect.stringMatching(/^status 500, .*, pid 4312, node v26\.10\.0, reference 7f3a/),
      `debugger: ${sampleFailure.debugUrl}`,
    ])
    expect(text).toContain(`TypeError: Cannot read properties of undefined (reading 'product')
  hint: Probably \`dearest[0]\` is undefined: \`dearest\` is [].
    at Checkout.totalOf (src/cart/checkout.ts:15:35)
        const rate = taxOf(dearest[0].product.category)
                                      ^^^^^^^
`)
    expect(text).toContain('    at Route.dispatch (router/lib/route.js:117:5) [router]')
    expect(text).toContain("Caused by: StockError: Desk lamp is sold out\n  code: 'SOLD_OUT'")
  })

  it('says how much it leaves out', () => {
    const many = withError({
      frames: Array.from({ length: 300 }, (_, index) => ({ ...thrown, index, source: [] })),
    })
    expect(renderText(many)).toContain('... 50 more frames')
    expect(renderText({ ...sampleFailure, errors: Array.from({ length: 60 }, () => raised) })).toContain(
      '... 10 more errors',
    )
  })
})

describe('renderJson()', () => {
  it('is a problem document with error, frames, causes and the address of the page', () => {
    const { frames, ...rest } = JSON.parse(
      renderJson(sampleFailure, { debugUrl: 'http://localhost:3000/x' }),
    ) as { frames: unknown[] }
    expect({ ...rest, frames: frames.slice(0, 3) }).toMatchObject({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: raised.message,
      reference: sampleIds.raised,
      error: { id: sampleIds.raised, type: 'TypeError', message: raised.message, hints: raised.hints },
      frames: [
        {
          index: 0,
          function: 'Checkout.totalOf',
          file: 'src/cart/checkout.ts',
          line: 15,
          column: 35,
          app: true,
          source: 'const rate = taxOf(dearest[0].product.category)',
        },
        { index: 1, app: true },
        { index: 2, app: false },
      ],
      causes: [{ type: 'StockError', relation: 'cause', frames: [{ function: 'Stock.reserve' }] }],
      debugUrl: 'http://localhost:3000/x',
    })
    expect(JSON.parse(renderJson(sampleFailure))).toMatchObject({ debugUrl: sampleFailure.debugUrl })
  })

  it('holds no variables', () => {
    expect(renderJson(sampleFailure)).not.toContain('WINTER')
  })
})

describe('renderMarkdown()', () => {
  const text = renderMarkdown(sampleFailure)

  it('has title, request, versions, frames with three lines around, variables, and counts libraries', () => {
    expect(text).toMatch(/^# TypeError: Cannot read properties of undefined \(reading 'product'\)\n/)
    expect(text).toContain('- Request: `POST /checkout?from=basket`, answered 500')
    expect(text).toContain('### `Checkout.totalOf` at `src/cart/checkout.ts:15:35`\n\n```ts\n    12 |')
    expect(text).toContain(
      '>   15 |     const rate = taxOf(dearest[0].product.category)\n       |                                   ^^^^^^^',
    )
    expect(text).toContain('\nitems = []\n')
    expect(text).toContain('+6 library frames (router, express-session, express)')
    expect(text).toContain('## Caused by')
  })

  it('says that it is data, and that secrets were taken out where some were', () => {
    expect(text).toContain('not instructions')
    expect(text).not.toContain('were taken out')
    const secret = {
      ...thrown,
      variables: [{ name: 'key', scope: 'local', value: { kind: 'redacted', preview: '[redacted]' } }],
    } as const
    expect(renderMarkdown(withError({ frames: [secret] }))).toContain(
      'Values shown as redacted were taken out.',
    )
  })

  it.each(Object.entries(hostileStrings))('keeps its fences and its length: %s', (_name, evil) => {
    const marked = renderMarkdown(everywhere(evil))
    expect(marked.length).toBeLessThan(26_000)
    expect(unsafe.exec(marked)).toBeNull()
    expect(outsideFences(marked)).not.toMatch(/^\s*<script|^# Ignore/m)
  })
})

/** The lines of Markdown that are not in a fence, by CommonMark's rule: it ends by as long a run of backticks. */
function outsideFences(text: string): string {
  let open = ''
  const out: string[] = []
  for (const line of text.split('\n')) {
    const mark = /^(`{3,})/.exec(line)?.[1] ?? ''
    if (open === '' && mark !== '') open = mark
    else if (open !== '' && mark.length >= open.length && line.trim() === mark) open = ''
    else if (open === '') out.push(line)
  }
  expect(open).toBe('')
  return out.join('\n')
}

describe('renderTerminal()', () => {
  it('shows message, hint, code frame with caret, counted libraries, causes and links', () => {
    expect(renderTerminal(sampleFailure, plain)).toBe(`POST /checkout?from=basket 500
TypeError: Cannot read properties of undefined (reading 'product')
  ? Probably \`dearest[0]\` is undefined: \`dearest\` is [].
  at Checkout.totalOf src/cart/checkout.ts:15:35
      13 |     // The dearest article decides on the rate of the delivery.
      14 |     const dearest = items.toSorted((a, b) => b.product.price - a.product.price)
    > 15 |     const rate = taxOf(dearest[0].product.category)
         |                                   ^^^^^^^
      16 |     const net = items.reduce((sum, item) => sum + item.quantity * item.product.price, 0)
      17 |     return euros.format(net * (1 - discount) * (1 + rate))
  at <anonymous> src/http/routes.ts:46:26
  +6 library frames (router, express-session, express)
  at serve src/main.ts:5:5
  +1 library frame (node)

Caused by StockError: Desk lamp is sold out
  code: 'SOLD_OUT'
  product: Product {id: 7, name: 'Desk lamp', price: 39.9, category: 'light'}
  at Stock.reserve src/stock/stock.ts:31:11
      29 |     const left = await this.#levels.get(product.id)
      30 |     if (left < quantity) {
    > 31 |       throw new StockError(\`\${product.name} is sold out\`, { code: 'SOLD_OUT', product })
         |           ^
      32 |     }

debug: http://localhost:3000/-/culprit/errors/${sampleIds.raised}
issue: http://127.0.0.1:8000/issues/SHOP-42
`)
  })

  it('colours where it may, and links where the terminal can', () => {
    const text = renderTerminal(sampleFailure, { columns: 100, color: true, hyperlinks: true })
    expect(text).toContain('\u001b[31m\u001b[1mTypeError\u001b[22m\u001b[39m')
    expect(text).toContain(`\u001b]8;;${sampleFailure.debugUrl}\u001b\\`)
    expect(text).toContain('\u001b]8;;file:///home/me/shop/src/cart/checkout.ts\u001b\\')
    expect(renderTerminal(sampleFailure, { ...plain, hyperlinks: true })).not.toContain('\u001b[')
  })

  it('cuts source to the width of the terminal, around the place', () => {
    const long = {
      ...thrown,
      column: 301,
      source: [{ line: 15, text: `${'x'.repeat(300)}crash()${'y'.repeat(300)}` }],
    }
    const lines = renderTerminal(withError({ frames: [long] }), { ...plain, columns: 60 }).split('\n')
    const at = lines.findIndex((line) => line.includes('crash()'))
    expect(Math.max(...lines.slice(at, at + 2).map((line) => line.length))).toBeLessThanOrEqual(60)
    expect(lines[at + 1]?.indexOf('^')).toBe(lines[at]?.indexOf('crash()'))
  })

  it.each(Object.entries(hostileStrings))('lets no control character through: %s', (_name, evil) => {
    expect(unsafe.exec(renderTerminal(everywhere(evil), plain))).toBeNull()
    expect(unsafe.exec(renderText(everywhere(evil)))).toBeNull()
  })
})

describe('renderExpired()', () => {
  it.each([
    [{ state: 'expired' }, 'Newer errors took its place'],
    [{ state: 'restarted', started: '2026-11-29T14:05:00Z' }, 'The process has restarted'],
    [{ state: 'other-process', pid: 77 }, 'lives in process 77'],
  ] as const)('says what happened and what to do: %j', (state, words) => {
    const html = renderExpired(state)
    expect(html).toContain(words)
    expect(html).toMatch(/<title>[^<]+ \/\/ Culprit<\/title>/)
    expect(html).not.toContain('name="culprit-token"')
  })
})
