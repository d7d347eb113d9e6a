import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import type { LiveEntry } from './live-value.ts'
import { LiveValues } from './live-values.tsx'

const show = (entries: readonly LiveEntry[], more?: number, owner?: string): string =>
  renderToString(<LiveValues entries={entries} more={more} owner={owner} />)
const leaf = (name: string, preview = '1', kind = 'number'): LiveEntry => ({ name, value: { kind, preview } })

describe('LiveValues', () => {
  it('shows leaves as plain rows, coloured by kind', () => {
    expect(show([leaf('count')])).toContain('<div class="value-row">')
    expect(show([leaf('count')])).toContain('class="value value-number"')
    expect(show([leaf('token', '[redacted]', 'redacted')])).toContain('value-redacted')
  })

  it('colours previews of objects like source', () => {
    const html = show([leaf('cart', "Cart {id: 'c-1'}", 'object')])
    expect(html).toContain('<span class="tk-type">Cart</span>')
    expect(html.replace(/<[^>]*>/g, '')).toContain('Cart {id: &#39;c-1&#39;}'.replaceAll('&#39;', "'"))
  })

  it('leaves an object with a handle closed and empty, so that nothing runs until it is opened', () => {
    const html = show([{ name: 'cart', value: { kind: 'object', preview: 'Cart {}', ref: 'r1' } }])
    expect(html).toMatch(/<details class="value-row" data-ref="r1">.*<div class="value-parts"><\/div>/)
  })

  it('shows parts that are there already, at most six levels deep', () => {
    const nested = (depth: number): LiveEntry => ({
      name: `level${depth}`,
      value: { kind: 'object', preview: '{}', ...(depth > 0 && { entries: [nested(depth - 1)] }) },
    })
    const html = show([nested(9)])
    expect(html).toContain('level4')
    expect(html).not.toContain('level1')
  })

  it('offers the rest where it can be asked for, else says how much is missing', () => {
    expect(show([leaf('0')], 12, 'r7')).toContain('data-ref="r7" data-from="1">12 more')
    expect(show([leaf('0')], 12)).toContain('12 more not shown')
  })

  it.each(['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', "' onclick='alert(1)"])(
    'keeps names, previews, texts and handles text: %s',
    (evil) => {
      const html = show([
        { name: evil, value: { kind: 'object', preview: evil, ref: evil } },
        { name: 'text', value: { kind: 'string', preview: evil, text: evil } },
      ])
      const tags = html.replace(/="[^"]*"/g, '').match(/<[a-z][^>]*>/gi) ?? []
      expect(tags.filter((tag) => /^<(?:img|script)|\son\w+/i.test(tag))).toEqual([])
    },
  )
})
