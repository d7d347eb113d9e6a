import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grammars } from './grammars.ts'
import { clipLine, highlight, highlightCounted, highlightLineLimit, highlightScript } from './highlight.ts'
import { type Language, languageOf } from './language.ts'
import { tokenKinds } from './token.ts'

const languages: readonly Language[] = ['plain', ...(Object.keys(grammars) as Exclude<Language, 'plain'>[])]

/** Text made of the pieces that scanners trip over, so that the property sees more than plain letters. */
const sourceLike = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        '`',
        '/*',
        '*/',
        '//',
        '#',
        '--',
        '<!--',
        '-->',
        '<a',
        '>',
        '\\',
        '/',
        '[',
        ']',
        '${',
        '"""',
        '=begin',
      ),
      fc.constantFrom(
        ' ',
        '\t',
        'return',
        'x',
        '0x1f',
        '1.5',
        '@a',
        ':b',
        '(',
        ')',
        ':',
        '\u00e9',
        '\ud800',
        '\u{1f600}',
      ),
      fc.string({ maxLength: 6, unit: 'binary' }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

const kindsOf = (text: string, language: Language): readonly string[] =>
  (highlight([text], language)[0] ?? []).map(({ kind, text: part }) => `${kind}:${part}`)

describe('highlightScript()', () => {
  it('is highlight() for JavaScript', () => {
    const lines = ['const total = `a', '${b}` // done', '/* open', ' * still */ return /x/g.test(Name)']
    expect(highlightScript(lines)).toEqual(highlight(lines, 'js'))
  })
})

describe('highlight()', () => {
  it.each(languages)('gives tokens of %s that put together are the lines', (language) => {
    fc.assert(
      fc.property(fc.array(sourceLike, { maxLength: 6 }), (lines) => {
        const result = highlight(lines, language)
        expect(result.map((tokens) => tokens.map(({ text }) => text).join(''))).toEqual(lines.map(clipLine))
        for (const { kind, text } of result.flat()) {
          expect(tokenKinds).toContain(kind)
          expect(text).not.toBe('')
        }
      }),
      { numRuns: 60 },
    )
  })

  it.each(languages)('takes a number of steps linear in the input (%s)', (language) => {
    const pieces = [
      'a',
      '/',
      '"',
      "'",
      '`',
      '\\',
      '/ ',
      '" ',
      "' ",
      '/*',
      '<',
      '<a ',
      ': ',
      'a  ',
      '"a" ',
      '${',
      '@',
      '#',
      '[',
      '1.',
      '*/',
      '//',
      ' ',
      '\t',
      '= /a',
    ]
    for (const piece of pieces) {
      const line = piece.repeat(Math.floor(highlightLineLimit / piece.length))
      const lines = Array.from({ length: 25 }, () => line)
      const characters = lines.join('').length
      expect(highlightCounted(lines, language).steps, `${language} ${piece}`).toBeLessThanOrEqual(
        16 * characters,
      )
    }
  })

  it('cuts a line of a megabyte at the limit and says so', () => {
    const [tokens = []] = highlight(['a'.repeat(1_000_000)], 'js')
    expect(tokens.map(({ text }) => text).join('')).toBe(`${'a'.repeat(highlightLineLimit)}\u2026`)
  })

  it('never cuts a surrogate pair in two', () => {
    const line = `${'a'.repeat(highlightLineLimit - 1)}\u{1f600}bc`
    expect(clipLine(line).isWellFormed()).toBe(true)
  })

  it.each<[Language, string, string]>([
    ['js', 'return foo(1)', 'keyword:return'],
    ['js', 'x = a / b / c', 'punctuation:/'],
    ['js', 'x = /a[/]b/gi', 'string:/a[/]b/gi'],
    ['js', 'obj.delete(1)', 'call:delete'],
    ['js', 'let a: Map = null', 'type:Map'],
    ['python', '@app.route("/x")', 'meta:@app'],
    ['python', 'x = None # why', 'comment:# why'],
    ['ruby', 'raise :bad', 'literal::bad'],
    ['go', 'func main() {', 'keyword:func'],
    ['rust', "fn a<'b>(c: &'b str)", "meta:'b"],
    ['rust', "let c = 'x';", "string:'x'"],
    ['sql', 'select * FROM t', 'keyword:FROM'],
    ['html', '<a href="x">y</a>', 'tag:a'],
    ['html', '<a href="x">y</a>', 'property:href'],
    ['json', '{"a": "b"}', 'property:"a"'],
    ['json', '{"a": "b"}', 'string:"b"'],
    ['css', 'color: red;', 'property:color'],
    ['c', '#include <x>', 'meta:#include'],
  ])('knows %s: %s', (language, text, token) => {
    expect(kindsOf(text, language)).toContain(token)
  })

  it('follows comments and strings from line to line', () => {
    const kinds = highlight(['a /* b', 'return', 'c */ d', '`x', 'return`'], 'js').map((line) =>
      line.map(({ kind }) => kind),
    )
    expect(kinds).toEqual([['plain', 'comment'], ['comment'], ['comment', 'plain'], ['string'], ['string']])
  })

  it('takes a fragment that begins inside a documentation comment for one', () => {
    expect(highlight([' * returns the sum', ' */', 'return 1'], 'js').map((line) => line[0]?.kind)).toEqual([
      'comment',
      'comment',
      'keyword',
    ])
  })
})

describe('languageOf()', () => {
  it.each([
    ['src/a.ts', 'node', 'js'],
    ['app.js?v=3', 'javascript', 'js'],
    ['views.py', 'python', 'python'],
    ['<anonymous>', 'php', 'php'],
    ['lib/x.rb', 'other', 'ruby'],
    ['noextension', 'other', 'plain'],
    ['__proto__', 'constructor', 'plain'],
  ] as const)('%s of %s is %s', (path, platform, language) => {
    expect(languageOf(path, platform)).toBe(language)
  })
})
