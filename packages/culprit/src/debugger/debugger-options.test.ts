import { describe, expect, it } from 'vitest'
import { trustedHostsOf } from './debugger-options.ts'

describe('trusted hosts', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['shop.test', ['shop.test']],
    ['0.0.0.0', []],
    ['::', []],
    ['[::]', []],
    ['fe80::1', ['[fe80::1]']],
  ])('HST-3: have the name that the server listens on: %s', (own, more) => {
    const hosts = trustedHostsOf({}, own)
    expect(hosts.slice(0, 4)).toEqual(['localhost', '.localhost', '127.0.0.1', '[::1]'])
    expect(hosts.slice(4)).toEqual(more)
  })

  it('HST-2: have those of the options', () => {
    expect(trustedHostsOf({ trustedHosts: ['.shop.test'] }, 'a')).toContain('.shop.test')
  })
})
