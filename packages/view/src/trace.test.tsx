import { render } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { Breadcrumbs } from './breadcrumbs.tsx'
import type { RequestView } from './event-view.ts'
import type { Json, JsonObject } from './json.ts'
import { rawTrace } from './raw.ts'
import { Request } from './request.tsx'
import { Tags } from './tags.tsx'
import type { ExceptionView, FrameView, TraceMode, TraceView } from './trace-view.ts'
import { Trace } from './trace.tsx'

const frame = (index: number, part: Partial<FrameView> = {}): FrameView => ({
  index,
  function: `fn${index}`,
  path: `src/file${index}.ts`,
  line: 10 + index,
  column: 3,
  inApp: true,
  context: [
    { line: 9 + index, text: `before ${index}`, current: false },
    { line: 10 + index, text: `  crash(${index})`, current: true },
  ],
  ...part,
})
const library = (index: number): FrameView => frame(index, { inApp: false, package: 'express' })
const traceOf = (...exceptions: readonly ExceptionView[]): TraceView => ({
  platform: 'node',
  exceptions,
  raw: rawTrace({ platform: 'node', exceptions }),
})
const raised = (frames: readonly FrameView[], value = 'no id'): ExceptionView => ({
  type: 'TypeError',
  value,
  relation: 'raised',
  frames,
})
const show = (trace: TraceView, mode: TraceMode = 'app'): string =>
  render(<Trace trace={trace} mode={mode} />)
const text = (html: string): string => html.replace(/<[^>]+>/g, '')

describe('Trace', () => {
  it('shows the newest call first and opens the in-app frame nearest the throw', () => {
    const html = show(traceOf(raised([frame(0), library(1), library(2), frame(3), library(4)])))
    const order = [...html.matchAll(/id="f0-(\d)"( open)?/g)].map(
      ([, index, open]) => `${index}${open ?? ''}`,
    )
    expect(order).toEqual(['4', '3 open', '2', '1', '0'])
  })

  it('folds runs of library frames with their number and package', () => {
    const html = show(traceOf(raised([frame(0), library(1), library(2), frame(3)])))
    expect(text(html)).toContain('2 library framesexpress')
  })

  it('shows the crashing line of folded in-app frames', () => {
    const html = show(traceOf(raised([frame(0), frame(1)])))
    expect(html).toContain('<code class="frame-crash">crash(0)</code>')
  })

  it('all: lists every frame without folding', () => {
    expect(show(traceOf(raised([frame(0), library(1), library(2)])), 'all')).not.toContain('library-run')
  })

  it('raw: is the native text', () => {
    expect(show(traceOf(raised([frame(0)])), 'raw')).toContain('    at fn0 (src/file0.ts:10:3)')
  })

  it('shows causes after the raised exception', () => {
    const html = show(
      traceOf(raised([frame(0)]), { type: 'IOError', value: 'gone', relation: 'cause', frames: [frame(0)] }),
    )
    expect(text(html)).toMatch(/TypeError.*Caused by IOError.*gone/s)
  })

  it('shows all frames when none is of the application', () => {
    expect(text(show(traceOf(raised([library(0), library(1)]))))).toContain('No frame of the application')
  })

  it('puts carets under the name at the column', () => {
    expect(show(traceOf(raised([frame(0)])))).toContain(
      '<span class="caret" aria-hidden="true">  ^^^^^</span>',
    )
  })

  it('cuts a minified line to a window around the column', () => {
    const line = `${'a'.repeat(60_000)}HERE${'b'.repeat(60_000)}`
    const html = show(
      traceOf(raised([frame(0, { column: 60_001, context: [{ line: 10, text: line, current: true }] })])),
    )
    expect(html).toContain('HERE')
    expect(html.length).toBeLessThan(4000)
  })

  it('renders at most 250 frames and says what is missing', () => {
    const html = show(
      traceOf({ ...raised(Array.from({ length: 5000 }, (_, index) => frame(index))), framesCut: 10 }),
      'all',
    )
    expect(html.match(/<details class="frame in-app"/g)).toHaveLength(250)
    expect(text(html)).toContain('4760 older frames were cut')
  })
})

const evil = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '" onmouseover="alert(1)" style="color:red',
  'javascript:alert(1)',
  '\u202eabc\u2066',
  'a\u0000b\u001b[31m',
  '\ud800',
  '__proto__',
  '{{constructor.constructor("alert(1)")()}}',
  'x'.repeat(50_000),
  '```\n# heading',
]

function nested(depth: number): Json {
  let value: Json = 'deep'
  for (let level = 0; level < depth; level += 1) value = { a: value }
  return value
}

function page(value: string): string {
  const locals: JsonObject = { [value]: value, list: [value, { [value]: value }], deep: nested(2000) }
  const hostileFrame = frame(0, {
    function: value,
    path: value,
    package: value,
    note: value,
    locals,
    context: [{ line: 10, text: value, current: true }],
  })
  const trace = traceOf({
    type: value,
    value,
    module: value,
    mechanism: value,
    handled: false,
    relation: 'raised',
    frames: [hostileFrame],
  })
  const request: RequestView = {
    method: value,
    url: value,
    query: [[value, value]],
    headers: [[value, value]],
    cookies: [[value, value]],
    env: [[value, value]],
    body: { [value]: value },
  }
  return render(
    <>
      <Trace trace={trace} mode="app" />
      <Trace trace={trace} mode="raw" />
      <Breadcrumbs
        items={[{ type: value, category: value, message: value, at: Number.NaN, data: { [value]: value } }]}
        error={{ at: 8.64e15 + 1, title: value }}
      />
      <Request request={request} mode="formatted" />
      <Request request={request} mode="curl" />
      <Tags tags={[{ key: value, value }]} />
    </>,
  )
}

describe('hostile text', () => {
  it.each(evil)('stays text: %j', (value) => {
    const html = page(value)
    const tags = html.match(/<[a-z][a-z0-9]*(?:\s+[\w-]+(?:="[^"]*")?)*\s*\/?>/gi) ?? []
    expect(tags.length).toBe((html.match(/<(?!\/)/g) ?? []).length)
    expect(tags.filter((tag) => /\s(?:on\w+|style)=/i.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([])
    expect(html).not.toMatch(/<(?:script|img)/i)
    expect(html).not.toMatch(/href="javascript:/i)
    expect(html.isWellFormed()).toBe(true)
    expect(html).not.toMatch(/[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/)
  })
})
