import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeHtml, html, raw } from './html.ts'

describe('html', () => {
  it.each([
    ['text', '<b>', '&lt;b&gt;'],
    ['quotes', `"I'm"`, '&quot;I&#39;m&quot;'],
    ['ampersands', '&amp;', '&amp;amp;'],
    ['numbers', 7, '7'],
    ['markup, as it is', raw('<b>'), '<b>'],
    ['lists, joined', [html`<i>${'<'}</i>`, '>', null], '<i>&lt;</i>&gt;'],
    ['null', null, ''],
    ['undefined', undefined, ''],
    ['false', false, ''],
    ['true', true, ''],
  ])('escapes %s', (_, value, expected) => {
    expect(html`<p>${value}</p>`.toString()).toBe(`<p>${expected}</p>`)
  })

  it('escapes an object that only looks like markup', () => {
    const forged: unknown = { toString: () => '<script>' }
    expect(html`${forged as string}`.toString()).toBe('&lt;script&gt;')
  })

  it('leaves nothing that can open a tag, an attribute or an entity', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeHtml(text)
        expect(escaped).not.toMatch(/[<>"']/)
        expect(escaped.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&')
      }),
    )
  })
})
