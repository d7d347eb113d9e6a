import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AuthParts, authenticateParts, formatAuthHeader } from './auth.ts'

const key = '0123456789abcdef0123456789abcdef'
const none = new URLSearchParams()
const basic = (text: string): string => `Basic ${btoa(text)}`

function auth(parts: Partial<AuthParts>): ReturnType<typeof authenticateParts> {
  return authenticateParts({ query: none, ...parts })
}

describe('authenticateParts()', () => {
  const accepted: readonly (readonly [string, Partial<AuthParts>, object])[] = [
    [
      'X-Sentry-Auth',
      {
        xSentryAuth: `Sentry sentry_version=7, sentry_client=raven-node/2.6.4, sentry_key=${key}, sentry_secret=abc`,
      },
      { publicKey: key, secretKey: 'abc', version: 7, client: 'raven-node/2.6.4' },
    ],
    [
      'a scheme word in any case',
      { xSentryAuth: `sENTRY sentry_key=${key}` },
      { publicKey: key, version: 7 },
    ],
    [
      'pairs without spaces',
      { xSentryAuth: `Sentry sentry_version=5,sentry_key=${key}` },
      { publicKey: key, version: 5 },
    ],
    [
      'unknown pairs',
      { xSentryAuth: `Sentry sentry_timestamp=1=2, x, =y, sentry_key=${key}` },
      { publicKey: key, version: 7 },
    ],
    ['Authorization: Sentry', { authorization: `Sentry sentry_key=${key}` }, { publicKey: key, version: 7 }],
    ['Authorization: Basic', { authorization: basic(`${key}:`) }, { publicKey: key, version: 7 }],
    ['Basic without a colon', { authorization: basic(key) }, { publicKey: key, version: 7 }],
    [
      'the query',
      {
        query: new URLSearchParams(
          `sentry_key=${key}&sentry_version=7&sentry_client=sentry.javascript.browser%2F11.0.0`,
        ),
      },
      { publicKey: key, version: 7, client: 'sentry.javascript.browser/11.0.0' },
    ],
    ['the query as a Map', { query: new Map([['sentry_key', key]]) }, { publicKey: key, version: 7 }],
    ['a key in the path', { pathKey: key }, { publicKey: key, version: 7 }],
    ['an uppercase key', { pathKey: key.toUpperCase() }, { publicKey: key, version: 7 }],
    ['a bearer token beside it', { authorization: 'Bearer x', pathKey: key }, { publicKey: key, version: 7 }],
    [
      'further sentry_ parameters beside a header',
      { query: new URLSearchParams('sentry_release=1'), xSentryAuth: `Sentry sentry_key=${key}` },
      { publicKey: key, version: 7 },
    ],
  ]
  it.each(accepted)('A3: accepts %s', (_, parts, credentials) => {
    expect(auth(parts)).toEqual({ kind: 'ok', credentials })
  })

  it.each(['2.0', '3', '4', '5', '6', '7', '8'])('A3: accepts protocol version %s', (version) => {
    expect(auth({ xSentryAuth: `Sentry sentry_version=${version}, sentry_key=${key}` })).toMatchObject({
      kind: 'ok',
      credentials: { version: Number(version) },
    })
  })

  const refused: readonly (readonly [string, Partial<AuthParts>, 400 | 401, string])[] = [
    [
      'two places',
      { xSentryAuth: `Sentry sentry_key=${key}`, query: new URLSearchParams(`sentry_key=${key}`) },
      401,
      'multiple authorization payloads detected',
    ],
    [
      'two headers',
      { xSentryAuth: `Sentry sentry_key=${key}`, authorization: basic(key) },
      401,
      'multiple authorization payloads detected',
    ],
    [
      'version 9',
      { xSentryAuth: `Sentry sentry_version=9, sentry_key=${key}` },
      400,
      'unsupported protocol version (9)',
    ],
    [
      'a version that is no number',
      { xSentryAuth: `Sentry sentry_version=x, sentry_key=${key}` },
      400,
      'bad protocol version',
    ],
    ['a short key', { pathKey: 'abc' }, 400, 'invalid public key'],
    ['a key that is not hex', { pathKey: 'z'.repeat(32) }, 400, 'invalid public key'],
    ['a key with dashes', { pathKey: '01234567-89ab-cdef-0123-456789abcdef' }, 400, 'invalid public key'],
    ['no key', { xSentryAuth: 'Sentry sentry_version=7' }, 401, 'missing public key'],
    [
      'another scheme in X-Sentry-Auth',
      { xSentryAuth: `Bearer ${key}` },
      401,
      'bad sentry authorization header',
    ],
    ['broken base64', { authorization: 'Basic %%%' }, 401, 'bad sentry authorization header'],
    [
      'a huge header',
      { xSentryAuth: `Sentry sentry_key=${key}, x=${'y'.repeat(5000)}` },
      401,
      'bad sentry authorization header',
    ],
  ]
  it.each(refused)('A3: refuses %s', (_, parts, status, detail) => {
    expect(auth(parts)).toEqual({ kind: 'refused', status, detail })
  })

  it.each([
    {},
    { xSentryAuth: ' ' },
    { authorization: 'Bearer x' },
    { query: new URLSearchParams('sentry_key=') },
  ])('A3: %j leaves the choice to the envelope header', (parts) => {
    expect(auth(parts)).toEqual({ kind: 'none' })
  })

  it('never throws', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string().map((rest) => `Sentry ${rest}`),
      fc.string().map((rest) => `Basic ${rest}`),
    )
    fc.assert(
      fc.property(text, text, text, (xSentryAuth, authorization, pathKey) => {
        expect(['ok', 'none', 'refused']).toContain(auth({ xSentryAuth, authorization, pathKey }).kind)
      }),
    )
  })
})

describe('formatAuthHeader()', () => {
  it('writes what authenticateParts() reads', () => {
    const credentials = { publicKey: key, secretKey: 's', version: 7, client: 'culprit/0.1.0' }
    expect(auth({ xSentryAuth: formatAuthHeader(credentials) })).toEqual({ kind: 'ok', credentials })
  })

  it('keeps separators and line breaks out', () => {
    const header = formatAuthHeader({ publicKey: key, version: 7, client: 'a/1, sentry_key=evil\r\nX: y' })
    expect(header).not.toMatch(/[\r\n]/)
    expect(auth({ xSentryAuth: header })).toMatchObject({ kind: 'ok', credentials: { publicKey: key } })
  })
})
