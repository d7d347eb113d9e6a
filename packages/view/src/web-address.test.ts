import { describe, expect, it } from 'vitest'
import { webAddress } from './web-address.ts'

describe('webAddress()', () => {
  it.each([
    ['https://shop.example/a?b#c', 'shop.example'],
    ['http://localhost:8000', 'localhost:8000'],
    ['HTTPS://Shop.Example/', 'shop.example'],
  ])('links %s', (text, host) => {
    expect(webAddress(text)).toEqual({ href: text, host })
  })

  it.each([
    'javascript:alert(1)',
    ' https://shop.example',
    'https://good.example@evil.example/',
    'https://good.example\\@evil.example/',
    'data:text/html,x',
    '//evil.example',
    'https://\u0455hop.example/',
    'https://shop.example/\u202e',
    `https://shop.example/${'a'.repeat(3000)}`,
    '',
  ])('does not link %j', (text) => {
    expect(webAddress(text)).toBeUndefined()
  })
})
