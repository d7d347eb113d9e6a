import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clip, formatSize, safeText } from './safe-text.ts'

describe('safeText()', () => {
  it.each([
    ['bidi override', 'a\u202eb', 'a<U+202E>b'],
    ['bidi isolate', '\u2066x\u2069', '<U+2066>x<U+2069>'],
    ['zero width space', 'pay\u200bpal', 'pay<U+200B>pal'],
    ['zero width joiner between letters', 'pay\u200dpal', 'pay<U+200D>pal'],
    ['byte order mark', '\ufeffx', '<U+FEFF>x'],
    ['escape', '\u001b[31m', '\u241b[31m'],
    ['NUL', 'a\u0000b', 'a\u2400b'],
    ['tag character', '\u{e0041}', '<U+E0041>'],
    ['lone surrogate', 'a\ud800b', 'a\ufffdb'],
  ])('makes a %s visible', (_name, text, shown) => {
    expect(safeText(text)).toBe(shown)
  })

  it('leaves ordinary text alone: tabs, line breaks, accents, emoji, right-to-left letters', () => {
    const text =
      'a\tb\nc \u00e9 \u{1f600} \u05d0\u05d1 \u{1f469}\u200d\u{1f467} \u{1f3f3}\ufe0f\u200d\u{1f308}'
    expect(safeText(text)).toBe(text)
  })

  it('leaves nothing invisible, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = safeText(text)
        expect(shown.isWellFormed()).toBe(true)
        expect(shown).not.toMatch(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
        )
      }),
    )
  })
})

describe('clip()', () => {
  it('keeps short text and cuts long text between characters', () => {
    expect(clip('abc', 3)).toBe('abc')
    expect(clip('abcd', 3)).toBe('abc\u2026')
    expect(clip('ab\u{1f600}d', 3)).toBe('ab\u2026')
  })
})

describe('formatSize()', () => {
  it.each([
    [812, '812'],
    [48_200, '48 kB'],
    [1_234_567, '1.2 MB'],
  ])('%i is %s', (size, text) => {
    expect(formatSize(size)).toBe(text)
  })
})
