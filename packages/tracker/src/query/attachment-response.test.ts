import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attachmentResponse } from './attachment-response.ts'

const dispositionOf = (filename: string): string =>
  attachmentResponse({ filename, contentType: '' }, new Uint8Array()).headers.get('content-disposition') ?? ''

describe('attachmentResponse', () => {
  it.each([
    ['crash.dmp', 'crash.dmp'],
    ['a b.txt', 'a%20b.txt'],
    ['größe.log', 'gr%C3%B6%C3%9Fe.log'],
    ['x"; filename="evil.exe', 'x_%3B%20filename%3D_evil.exe'],
    ['x\r\nSet-Cookie: a=1', 'xSet-Cookie_%20a%3D1'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['photo\u202Egnp.exe', 'photognp.exe'],
    ["it's (1)*", 'it%27s%20%281%29_'],
    ['\uD800', '%EF%BF%BD'],
    ['', 'attachment'],
    ['..', 'attachment'],
  ])('names %j so that nothing in it ends the header', (filename, encoded) => {
    expect(dispositionOf(filename)).toBe(`attachment; filename*=UTF-8''${encoded}`)
  })

  it('sends any name as attribute characters of RFC 8187 alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (filename) => {
        expect(dispositionOf(filename)).toMatch(/^attachment; filename\*=UTF-8''(?:[\w.~-]|%[0-9A-F]{2})+$/)
      }),
    )
  })

  it.each([
    ['image/png', 'image/png'],
    ['IMAGE/JPEG', 'image/jpeg'],
    ['image/svg+xml', 'application/octet-stream'],
    ['text/html', 'application/octet-stream'],
    ['image/png\r\nx: y', 'application/octet-stream'],
    ['', 'application/octet-stream'],
  ])('sends %j as %s, for download, in a sandbox', async (contentType, sent) => {
    const response = attachmentResponse({ filename: 'a', contentType }, new Uint8Array([1, 2]))
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': sent,
      'content-length': '2',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
    expect([...(await response.bytes())]).toEqual([1, 2])
  })
})
