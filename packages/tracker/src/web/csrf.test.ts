import { describe, expect, it } from 'vitest'
import { csrfTokenOf, isCsrfToken, isSameOrigin } from './csrf.ts'

describe('isCsrfToken()', () => {
  it("takes a session's own token only", () => {
    const token = csrfTokenOf('session a')
    expect(isCsrfToken(token, 'session a')).toBe(true)
    for (const sent of [csrfTokenOf('session b'), token.slice(1), `${token}x`, '', undefined, null, {}]) {
      expect(isCsrfToken(sent, 'session a')).toBe(false)
    }
  })
})

describe('isSameOrigin()', () => {
  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://host:1', host: 'host:1' }, false],
    [{ origin: 'http://host:1', host: 'HOST:1' }, true],
    [{ origin: 'http://host:2', host: 'host:1' }, false],
    [{ origin: 'garbage', host: 'host:1' }, false],
    [{ origin: 'http://host:1' }, false],
    // Our own pages say so on plain http, where `Referrer-Policy: no-referrer` hides the origin and browsers send no
    // Sec-Fetch-Site; the token in the form decides then.
    [{ origin: 'null', host: 'host:1' }, true],
    [{ host: 'host:1' }, true],
  ])('says of %j: %j', (headers, same) => {
    expect(isSameOrigin(new Headers(headers))).toBe(same)
  })
})
