import { describe, expect, it } from 'vitest'
import { isStaleHeader } from './stale-headers.ts'

describe('isStaleHeader()', () => {
  it.each([
    'Content-Type',
    'content-length',
    'Content-Encoding',
    'Content-Disposition',
    'Content-Range',
    'ETag',
    'Last-Modified',
    'Cache-Control',
    'Expires',
    'Accept-Ranges',
    'Transfer-Encoding',
    'Age',
  ])('takes %s of the failed response away', (name) => {
    expect(isStaleHeader(name)).toBe(true)
  })

  it.each([
    'Set-Cookie',
    'Access-Control-Allow-Origin',
    'Vary',
    'X-Request-Id',
    'Strict-Transport-Security',
    'Content-Security-Policy',
    'X-Content-Type-Options',
    'Link',
    'Location-Of-Something',
  ])('leaves %s', (name) => {
    expect(isStaleHeader(name)).toBe(false)
  })
})
