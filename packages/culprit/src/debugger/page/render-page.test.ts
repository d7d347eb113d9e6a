import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { hostileStrings } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { everywhere } from '../../../test/debugger/hostile-failure.ts'
import { sampleFailure, sampleIds } from '../../../test/debugger/sample-failure.ts'
import type { DebuggedError, DebuggedFailure, DebuggedFrame } from '../debugged-error.ts'
import { pageSettings } from './page-settings.ts'
import { renderPage } from './render-page.tsx'

const token = 'a'.repeat(43)
const page = (failure: DebuggedFailure): string => renderPage(failure, { token, base: '/-/culprit/' })
const [raised, cause] = sampleFailure.errors as readonly [DebuggedError, DebuggedError]
const withError = (part: Partial<DebuggedError>): DebuggedFailure => ({
  ...sampleFailure,
  errors: [{ ...raised, ...part }],
})
const [thrown] = raised.frames as readonly [DebuggedFrame]

/** The document without what we put into it ourselves, and without the comment at its end. */
const markup = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<script>.*?<\/script>/s, '')
    .replace(/\n<!--\n.*$/s, '')
const commentOf = (html: string): string => html.slice(html.lastIndexOf('\n<!--\n'))
const textOf = (html: string): string =>
  markup(html)
    .replace(/<script type="application\/json".*?<\/script>/s, '')
    .replace(/<[^>]*>/g, '')

describe('renderPage()', () => {
  it('HTM-1 has "Type: message // Culprit" as its title, the first line alone, escaped', () => {
    const html = page(withError({ type: 'Error', message: '</title><script>alert(1)</script>\nsecond line' }))
    expect(html).toContain('<title>Error: &lt;/title>&lt;script>alert(1)&lt;/script> // Culprit</title>')
  })

  it('HTM-2 loads nothing: style and script stand in it, and no address of another origin is asked', () => {
    const html = markup(page(sampleFailure))
    expect(html).not.toMatch(/<script[^>]+src|<link[^>]+stylesheet|<img|<iframe|@import|url\(/)
    expect([...html.matchAll(/<link[^>]*>/g)].map(([tag]) => tag)).toEqual([
      expect.stringContaining('href="data:image/svg+xml'),
    ])
  })

  it('HTM-3 shows type and whole message', () => {
    const html = page(withError({ message: 'first\nsecond' }))
    expect(textOf(html)).toContain('TypeErrorfirst\nsecond')
  })

  it('HTM-5 shows errors with how they are related and their frames, newest call first', () => {
    const text = textOf(page(sampleFailure))
    expect(text).toMatch(/Caused by.*StockError: Desk lamp is sold out/s)
    expect(text.indexOf('Checkout.totalOf')).toBeLessThan(text.indexOf('src/http/routes.ts'))
  })

  it('HTM-6 marks the current line with carets, and tells library frames apart only where there are both', () => {
    expect(page(sampleFailure)).toContain('class="source-line current"')
    expect(page(sampleFailure)).toMatch(/<span class="caret"[^>]*> +\^{7}<\/span>/)
    expect(page(sampleFailure)).toContain('frame-links mixed')
    expect(page(withError({ frames: raised.frames.filter(({ kind }) => kind !== 'app') }))).not.toContain(
      'frame-links mixed',
    )
  })

  it('HTM-7 shows a frame without source, and an error without frames', () => {
    const missing = { ...thrown, source: [], line: 9999 }
    expect(textOf(page(withError({ frames: [missing] })))).toContain(
      'The source of this place was not found.',
    )
    const bare = page(withError({ frames: [] }))
    expect(bare).toContain('class="work no-frames"')
    expect(bare).not.toContain('id="stack-list"')
  })

  it('HTM-8 keeps the lines of what a parser says', () => {
    expect(page(withError({ type: 'SyntaxError', message: 'Unexpected token\n  a b\n    ^' }))).toContain(
      'error-message preformatted',
    )
  })

  it('HTM-9 has the plain traceback for copying', () => {
    expect(page(sampleFailure)).toMatch(/<pre class="raw-trace" id="plain-text".*at Checkout\.totalOf/s)
  })

  it('HTM-10 repeats it unescaped in a comment that nothing in it can close', () => {
    const comment = commentOf(page(withError({ message: 'a --> b --!> c ---- <b>' })))
    expect(comment).toContain('a -> b -!> c - <b>')
    expect(comment.match(/--/g)).toHaveLength(2)
    expect(comment.endsWith('\n-->\n')).toBe(true)
  })

  it('HTM-11 explains itself, and speaks of consoles only where there are some', () => {
    expect(textOf(page(sampleFailure))).toContain('Each frame has a console')
    expect(textOf(renderPage(sampleFailure, { locked: 'needs-key', base: '/-/culprit/' }))).not.toContain(
      'Each frame has a console',
    )
  })

  it('HTM-13 shows the members of an AggregateError with their frames', () => {
    const member: DebuggedError = { ...cause, relation: 'aggregate' }
    expect(textOf(page({ ...sampleFailure, errors: [raised, member] }))).toMatch(
      /One of several.*StockError.*Stock\.reserve/s,
    )
  })

  it('HTM-13 sets in the cause of a member, so that one sees whose it is', () => {
    const member: DebuggedError = { ...cause, relation: 'aggregate', parent: raised.id }
    const behind: DebuggedError = { ...cause, id: 'f'.repeat(32), parent: member.id }
    const html = page({ ...sampleFailure, errors: [raised, member, behind] })
    expect(html).toMatch(/class="depth-0".*One of several.*class="depth-1".*Caused by/s)
    const circle = { ...cause, parent: cause.id }
    expect(page({ ...sampleFailure, errors: [raised, circle] })).toContain('class="depth-4"')
  })

  it('HID-4 shows what a frame says of itself', () => {
    expect(page(sampleFailure)).toContain('title="trace info: the handler of POST /checkout"')
    expect(textOf(page(sampleFailure))).toContain('trace info: the handler of POST /checkout')
  })

  it('names the error and its token for scripts, and no token while locked', () => {
    expect(page(sampleFailure)).toContain(`<meta name="culprit-error" content="${sampleIds.raised}"/>`)
    expect(page(sampleFailure)).toContain(`<meta name="culprit-token" content="${token}"/>`)
    const locked = renderPage(sampleFailure, { locked: 'needs-key', base: '/-/culprit/' })
    expect(/<meta name="culprit-token"/.test(locked)).toBe(false)
    expect(/"token":/.test(locked)).toBe(false)
  })

  it('can be read without scripts: frames unfold, with source, variables, request and traceback', () => {
    const html = markup(page(sampleFailure))
    expect(html.match(/<details class="panel/g)).toHaveLength(raised.frames.length + cause.frames.length)
    expect(html).toMatch(/<details class="panel app" open/)
    for (const words of [
      'Coupon',
      'WINTER',
      'POST',
      '/checkout?from=basket',
      'Desk lamp: 0 left',
      'express-session',
    ])
      expect(textOf(html)).toContain(words)
  })

  it('links the editor with the path mapped, and the tracker', () => {
    const settings = pageSettings({
      CULPRIT_EDITOR: 'zed',
      CULPRIT_EDITOR_PATHS: '/home/me/shop=/Users/me/my shop',
    })
    const html = renderPage(sampleFailure, { token, base: '/-/culprit/' }, settings)
    expect(html).toContain('href="zed://file/Users/me/my%20shop/src/cart/checkout.ts:15:35"')
    expect(html).toContain(`href="${sampleFailure.issueUrl}"`)
  })

  it('does not link what is no web address', () => {
    const html = page({
      ...withError({ links: ['javascript:alert(1)', 'https://docs.example/x'] }),
      issueUrl: 'javascript:alert(1)',
    })
    expect(html).not.toContain('href="javascript:')
    expect(html).toContain('href="https://docs.example/x"')
  })

  it.each(Object.entries(hostileStrings))('stays text in every place: %s', (_name, evil) => {
    const html = page(everywhere(evil))
    const tags = markup(html).match(/<[a-z!/][^\s>]*(?:\s+[\w-]+(?:="[^"]*")?)*\s*\/?>/gi) ?? []
    const bare = tags.map((tag) => tag.replace(/"[^"]*"/g, '""'))
    expect(bare.filter((tag) => /\s(?:on\w+|style|srcdoc)=/i.test(tag))).toEqual([])
    expect(bare.filter((tag) => /^<(?:img|iframe|object|embed|base|template)\b/i.test(tag))).toEqual([])
    expect(markup(html).match(/<script/g)).toHaveLength(1)
    expect(html.match(/<script/gi)?.length).toBe(
      (html.match(/<\/script/gi)?.length ?? 0) + leftInComment(html),
    )
    expect(commentOf(html).slice(6, -4)).not.toContain('--')
    expect(
      JSON.parse(/<script type="application\/json"[^>]*>(.*?)<\/script>/s.exec(html)?.[1] ?? ''),
    ).toMatchObject({ id: sampleIds.raised })
    // Invisible and reversing characters are shown, never obeyed.
    expect(/[\u202a-\u202e\u2066-\u2069\u200b]/.exec(textOf(html))).toBeNull()
  })

  it('names no colour of its own: those of view are tested for contrast', () => {
    const folder = new URL('style/', import.meta.url)
    const sheets = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))
    expect(sheets).toHaveLength(5)
    for (const sheet of sheets) expect(sheet).not.toMatch(/#[0-9a-f]{3,8}\b|rgb\(|hsl\(|oklch\(/i)
  })

  it('weighs at most 60 kB, whatever the failure', () => {
    expect(gzipSync(page(sampleFailure)).length).toBeLessThan(40_000)
    for (const failure of [hugeFailure(noise), hugeFailure(wideNoise)]) {
      const html = page(failure)
      expect(gzipSync(html).length).toBeLessThanOrEqual(60_000)
      expect(textOf(html)).toContain('Parts were left out to keep this page small')
      expect(html).toContain(sampleIds.raised)
    }
  })
})

/** The comment is no markup: tags in it are text. */
function leftInComment(html: string): number {
  const comment = commentOf(html)
  return (comment.match(/<script/gi)?.length ?? 0) - (comment.match(/<\/script/gi)?.length ?? 0)
}

let seed = 42
function random(): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed
}

/** Text that does not compress. */
function noise(length: number): string {
  return Array.from({ length: Math.ceil(length / 4) }, () => random().toString(36).slice(-4))
    .join('')
    .slice(0, length)
}

function wideNoise(length: number): string {
  return Array.from({ length }, () => String.fromCharCode(0x4e00 + ((random() >> 8) % 20_000))).join('')
}

function hugeFailure(text: (length: number) => string): DebuggedFailure {
  const variables = Array.from({ length: 100 }, () => ({
    name: text(30),
    scope: 'local' as const,
    value: { kind: 'object' as const, preview: text(300), ref: 'r' },
  }))
  const frames = Array.from({ length: 40 }, (_, index) => ({
    ...thrown,
    index,
    function: text(80),
    shownFile: text(120),
    source: Array.from({ length: 15 }, (_each, line) => ({ line: line + 8, text: text(200) })),
    variables,
  }))
  const pairs = Array.from({ length: 200 }, () => [text(40), text(500)] as const)
  return {
    ...withError({ message: text(50_000), frames }),
    environment: pairs,
    packages: pairs,
    logs: pairs.map(([logger, message]) => ({ at: sampleFailure.at, level: 'info', logger, message })),
  }
}
