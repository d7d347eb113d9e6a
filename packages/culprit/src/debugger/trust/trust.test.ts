import { describe, expect, it } from 'vitest'
import { Access, FailureSecrets } from './access.ts'
import { Attempts } from './attempts.ts'
import { type Client, foreignOrigin, trustOf } from './client-trust.ts'
import { isLoopbackAddress, isTrustedHost, loopbackHosts } from './host-trust.ts'
import { Secret } from './secret.ts'

const client = (headers: Readonly<Record<string, string>>, remoteAddress?: string): Client => ({
  header: (name) => headers[name],
  remoteAddress,
})

describe('the host', () => {
  it.each([
    'localhost',
    'localhost:5000',
    'a.localhost',
    'a.b.localhost:1',
    '127.0.0.1:80',
    '[::1]',
    '[::1]:3000',
    'LOCALHOST',
    'A.LocalHost',
  ])('HST-2: %s is trusted', (host) => {
    expect(isTrustedHost(host, loopbackHosts)).toBe(true)
  })

  it.each([
    '',
    'localhost.',
    'xlocalhost',
    '127.0.0.1.evil.test',
    'localhost:abc',
    'localhost:',
    'evil.test',
    'localhost.evil.test',
    '.localhost.evil',
    'localhost@evil.test',
    'localhost/evil',
    '[::1',
    '::1',
    '[::2]',
    '127.0.0.2',
    'localhost,evil.test',
    ' localhost',
    'localhost\u0000',
  ])('HST-1, HST-2: %j is not trusted', (host) => {
    expect(isTrustedHost(host, loopbackHosts)).toBe(false)
  })

  it('HST-1: a missing host is not trusted', () => {
    expect(isTrustedHost(undefined, loopbackHosts)).toBe(false)
  })

  it('HST-2: further names can be trusted', () => {
    expect(isTrustedHost('Shop.Test:80', ['shop.test'])).toBe(true)
    expect(isTrustedHost('a.shop.test', ['shop.test'])).toBe(false)
    expect(isTrustedHost('a.shop.test', ['.shop.test'])).toBe(true)
  })

  it.each([
    ['127.0.0.1', true],
    ['127.8.9.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['::FFFF:127.0.0.1', true],
    ['::ffff:10.0.0.1', false],
    ['10.0.0.1', false],
    ['127.0.0.1.evil', false],
    ['', false],
  ])('a socket from %s is of this machine: %s', (address, is) => {
    expect(isLoopbackAddress(address)).toBe(is)
  })
})

describe('a client', () => {
  it.each([
    [{ host: 'localhost:3000' }, '127.0.0.1', 'local'],
    [{ host: 'localhost:3000' }, '::ffff:127.0.0.1', 'local'],
    [{ host: 'localhost:3000' }, undefined, 'local'],
    [{ host: '[::1]:3000' }, '::1', 'local'],
    [{ host: 'localhost:3000' }, '172.17.0.1', 'remote'],
    [{ host: '192.168.1.5:3000' }, '192.168.1.9', 'remote'],
    [{ host: '192.168.1.5:3000' }, '127.0.0.1', 'remote'],
    [{ host: 'localhost', 'x-forwarded-for': '203.0.113.7' }, '127.0.0.1', 'remote'],
    [{ host: 'localhost', 'x-forwarded-for': '127.0.0.1, 203.0.113.7' }, '127.0.0.1', 'remote'],
    [{ host: 'localhost', 'x-forwarded-for': '127.0.0.1' }, '127.0.0.1', 'local'],
    [{ host: 'localhost', forwarded: 'for=203.0.113.7' }, '127.0.0.1', 'remote'],
    [{ host: 'evil.test' }, '127.0.0.1', 'untrusted'],
    [{ host: 'evil.test' }, undefined, 'untrusted'],
    [{}, '127.0.0.1', 'untrusted'],
  ] as const)('%j from %s is %s', (headers, address, kind) => {
    expect(trustOf(client(headers, address), loopbackHosts).kind).toBe(kind)
  })

  it.each([
    [{ host: 'localhost:3000' }, true],
    [{ host: 'localhost:3000', origin: 'http://localhost:3000' }, true],
    [{ host: 'LOCALHOST:3000', origin: 'http://localhost:3000' }, true],
    [{ host: 'localhost', origin: 'http://localhost:80' }, true],
    [{ host: 'localhost:3000', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }, true],
    [{ host: 'localhost:3000', 'sec-fetch-site': 'none' }, true],
    [{ host: 'localhost:3000', origin: 'http://localhost:3001' }, false],
    [{ host: 'localhost:3000', origin: 'http://evil.test' }, false],
    [{ host: 'localhost:3000', origin: 'null' }, false],
    [{ host: 'localhost:3000', origin: '' }, false],
    [{ host: 'localhost:3000', origin: 'http://localhost:3000@evil.test' }, false],
    [{ host: 'localhost:3000', 'sec-fetch-site': 'cross-site' }, false],
    [{ host: 'localhost:3000', 'sec-fetch-site': 'same-site' }, false],
    [{ host: 'localhost:3000', origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' }, false],
  ] as const)('may command with %j: %s', (headers, may) => {
    expect(foreignOrigin(client(headers)) === undefined).toBe(may)
  })
})

describe('tokens and keys', () => {
  const local = { trust: { kind: 'local' }, address: '127.0.0.1' } as const
  const remote = { trust: { kind: 'remote', reason: 'It comes from afar.' }, address: '10.0.0.7' } as const

  it('have 256 bits, and are each another', () => {
    const secrets = new FailureSecrets()
    const all = [secrets.token, secrets.key, secrets.unlocked, new Secret()].map(({ text }) => text)
    expect(new Set(all).size).toBe(4)
    for (const text of all) expect(Buffer.from(text, 'base64url')).toHaveLength(32)
  })

  it('compare whole texts', () => {
    const secret = new Secret()
    expect(secret.matches(secret.text)).toBe(true)
    for (const wrong of ['', secret.text.slice(1), `${secret.text}x`, secret.text.toLowerCase()])
      expect(secret.matches(wrong)).toBe(false)
  })

  it('open for a local client by the token of the page, for another one by what the key gives', () => {
    const [access, secrets] = [new Access(), new FailureSecrets()]
    expect(access.checkToken(secrets.token.text, secrets, local)).toBeUndefined()
    expect(access.checkToken(secrets.token.text, secrets, remote)).toMatchObject({ status: 403 })
    expect(access.checkKey(secrets.token.text, secrets, remote)).toMatchObject({ status: 403 })
    expect(access.checkKey(secrets.key.text, secrets, remote)).toBeUndefined()
    expect(access.checkToken(secrets.unlocked.text, secrets, remote)).toBeUndefined()
    expect(access.checkToken(secrets.key.text, secrets, remote)).toMatchObject({ status: 403 })
    expect(access.checkToken(new FailureSecrets().token.text, secrets, local)).toMatchObject({ status: 403 })
  })

  it('lock a client out after ten wrong ones, with the right one too, for half a minute', () => {
    let now = 0
    const [access, secrets] = [new Access(new Attempts(() => now)), new FailureSecrets()]
    for (let index = 0; index < 10; index++)
      expect(access.checkKey('wrong', secrets, remote)).toMatchObject({ status: 403 })
    expect(access.checkKey(secrets.key.text, secrets, remote)).toMatchObject({ status: 429, retryAfter: 30 })
    expect(access.checkKey(secrets.key.text, secrets, { ...remote, address: '10.0.0.8' })).toBeUndefined()
    expect(access.checkToken(secrets.token.text, secrets, local)).toBeUndefined()
    now = 30_000
    expect(access.checkKey(secrets.key.text, secrets, remote)).toBeUndefined()
  })

  it('PIN-8: count from zero after a right one', () => {
    const [access, secrets] = [new Access(), new FailureSecrets()]
    for (let round = 0; round < 3; round++) {
      for (let index = 0; index < 9; index++) access.checkKey('wrong', secrets, remote)
      expect(access.checkKey(secrets.key.text, secrets, remote)).toBeUndefined()
    }
  })

  it('PIN-10: are counted before they are compared', () => {
    const attempts = new Attempts()
    const seen: unknown[] = []
    for (let index = 0; index < 9; index++) attempts.try('a', () => false)
    attempts.try('a', () => {
      seen.push(attempts.try('a', () => true))
      return false
    })
    expect(seen).toEqual([true])
    expect(
      Array.from({ length: 12 }, () => attempts.try('b', () => false)).filter((found) => found === false),
    ).toHaveLength(10)
  })
})
