import { describe, expect, it } from 'vitest'
import { debuggerLink } from './debugger-link.ts'

const id = 'a'.repeat(32)
const linked = (value: string, environment = 'development'): string | undefined =>
  debuggerLink({ environment, tags: [{ key: 'debugger.url', value }] })

describe('the link to the debugger', () => {
  it.each([
    `http://localhost:3000/-/culprit/errors/${id}`,
    `http://shop.localhost/-/culprit/errors/${id}`,
    `https://127.0.0.1:8443/shop/-/culprit/errors/${id}`,
    `http://[::1]:3000/-/culprit/errors/${id}`,
  ])('leads to %s', (address) => {
    expect(linked(address)).toBe(address)
  })

  it.each([
    'javascript:alert(1)',
    `javascript://localhost/-/culprit/errors/${id}`,
    `http://evil.test/-/culprit/errors/${id}`,
    `http://localhost.evil.test/-/culprit/errors/${id}`,
    `http://localhost:3000@evil.test/-/culprit/errors/${id}`,
    `http://localhost:3000/logout?next=/-/culprit/errors/${id}x`,
    `http://localhost:3000/-/culprit/errors/${id}#k=key`,
    'http://localhost:3000/admin',
    '',
  ])('does not lead to %s', (address) => {
    expect(linked(address)).toBeUndefined()
  })

  it('is for development alone', () => {
    expect(linked(`http://localhost/-/culprit/errors/${id}`, 'production')).toBeUndefined()
    expect(debuggerLink({ environment: 'development', tags: [] })).toBeUndefined()
  })
})
