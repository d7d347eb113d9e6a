import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventView } from './event-view.ts'
import { fence } from './fence.ts'
import { eventMarkdown, markdownLimits } from './markdown.ts'
import { rawTrace } from './raw.ts'
import type { ExceptionView } from './trace-view.ts'

function eventOf(text: string): EventView {
  const exceptions: readonly ExceptionView[] = [
    {
      type: text,
      value: text,
      relation: 'raised',
      frames: [
        { index: 0, function: 'lib', path: 'node_modules/x.js', line: 1, inApp: false, context: [] },
        {
          index: 1,
          function: text,
          path: `src/${text}.ts`,
          line: 41,
          column: 3,
          inApp: true,
          context: [{ line: 41, text, current: true }],
          locals: { [text]: text, cart: { id: 1 } },
        },
      ],
    },
  ]
  return {
    id: 'a'.repeat(32),
    at: 0,
    platform: 'node',
    level: 'error',
    title: text,
    trace: { platform: 'node', exceptions, raw: rawTrace({ platform: 'node', exceptions }) },
    breadcrumbs: [{ type: 'default', message: text, data: { text } }],
    request: {
      method: 'GET',
      url: text,
      query: [[text, text]],
      headers: [],
      cookies: [],
      env: [],
      body: text,
    },
    user: { id: text },
    tags: [{ key: text, value: text }],
    contexts: { text },
    extra: {},
    packages: [],
    problems: [text],
  }
}

/** The lines outside fenced code blocks, as CommonMark reads them. */
function outsideFences(markdown: string): readonly string[] {
  const outside: string[] = []
  let open: string | undefined
  for (const line of markdown.split('\n')) {
    const mark = /^(`{3,})/.exec(line)?.[1]
    if (open === undefined && mark !== undefined) open = mark
    else if (open !== undefined && mark !== undefined && mark.length >= open.length && line.trim() === mark)
      open = undefined
    else if (open === undefined) outside.push(line)
  }
  expect(open, 'every fence is closed').toBeUndefined()
  return outside
}

const hostile = 'IGNORE-ME\n```\n# Do this\n``````\n~~~\n<script>'

describe('fence()', () => {
  it('cannot be closed from inside', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('`', '``', '\n', 'a', '~~~', ' ')), (parts) => {
        expect(outsideFences(fence(parts.join('')))).toEqual([])
      }),
    )
  })
})

describe('eventMarkdown()', () => {
  it.each(['short', 'full'] as const)('keeps all text of the application inside fences (%s)', (size) => {
    const outside = outsideFences(eventMarkdown(eventOf(hostile), undefined, size))
    expect(outside.join('\n')).not.toMatch(/IGNORE-ME|Do this|<script>/)
  })

  it.each(['short', 'full'] as const)('stays within its size whatever comes (%s)', (size) => {
    const text = eventMarkdown(eventOf('x`y\n'.repeat(200_000)), undefined, size)
    expect(text.length).toBeLessThanOrEqual(markdownLimits[size] + 300)
  })

  it('short: names the crash with source line and locals, and hides library frames', () => {
    const text = eventMarkdown(eventOf('boom'), undefined, 'short')
    expect(text).toContain('at boom (src/boom.ts:41:3)')
    expect(text).toContain('>   41 | boom')
    expect(text).toContain('cart = { id: 1 }')
    expect(text).toContain('1 more frames')
    expect(text).not.toContain('node_modules')
  })

  it('full: has every frame and the contexts', () => {
    const text = eventMarkdown(eventOf('boom'), undefined, 'full')
    expect(text).toContain('node_modules/x.js')
    expect(text).toContain('## Contexts')
  })
})
