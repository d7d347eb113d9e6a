import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endpointUrl, formatDsn, parseDsn } from './dsn.ts'

const key = '0123456789abcdef0123456789abcdef'

describe('parseDsn() and endpointUrl()', () => {
  const cases: readonly (readonly [string, string])[] = [
    [`https://${key}@example.com/42`, 'https://example.com/api/42/envelope/'],
    [`http://${key}@127.0.0.1:8000/1`, 'http://127.0.0.1:8000/api/1/envelope/'],
    [`https://${key}:secret@example.com/42`, 'https://example.com/api/42/envelope/'],
    [`https://${key}:@example.com/42`, 'https://example.com/api/42/envelope/'],
    [`https://${key}@example.com/sub/path/1`, 'https://example.com/sub/path/api/1/envelope/'],
    [`https://${key}@[::1]:9000/1`, 'https://[::1]:9000/api/1/envelope/'],
    [`https://${key}@[fe80::1%eth0]/1`, 'https://[fe80::1%eth0]/api/1/envelope/'],
    [`threaded+https://${key}@example.com/42`, 'https://example.com/api/42/envelope/'],
    [`  HTTPS://${key}@example.com/42/ `, 'https://example.com/api/42/envelope/'],
    [`https://${key}@example.com/42?timeout=2`, 'https://example.com/api/42/envelope/'],
  ]
  it.each(cases)('A1: %s reports to %s', (text, url) => {
    const dsn = parseDsn(text)
    expect(dsn && endpointUrl(dsn, 'envelope')).toBe(url)
  })

  const refused: readonly string[] = [
    '',
    'https://example.com/42',
    `https://${key}@example.com`,
    `https://${key}@example.com/`,
    `https://${key}@example.com/project`,
    `https://${key}@/42`,
    `ftp://${key}@example.com/42`,
    `https://${key}@example.com:0/42`,
    `https://${key}@example.com:65536/42`,
    `https://${key}@exa mple.com/42`,
    `https://${key}@example.com/a b/42`,
    `https://${key}@example.com/${'a'.repeat(3000)}/42`,
  ]
  it.each(refused)('A1: %s is no DSN', (text) => {
    expect(parseDsn(text)).toBeUndefined()
  })

  it('A1: an empty secret counts as none', () => {
    expect(parseDsn(`https://${key}:@example.com/42`)).not.toHaveProperty('secretKey')
  })

  it('takes linear time on a long path without a project', () => {
    const started = performance.now()
    expect(parseDsn(`https://k@h${'/1'.repeat(1000)}/x`)).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe('formatDsn()', () => {
  it('writes what parseDsn() reads', () => {
    const name = fc.stringMatching(/^[a-z0-9]{1,8}$/)
    const dsn = fc.record(
      {
        protocol: fc.constantFrom('http' as const, 'https' as const),
        publicKey: name,
        secretKey: name,
        host: fc.constantFrom('example.com', 'localhost', '10.0.0.1', '[::1]'),
        port: fc.integer({ min: 1, max: 65_535 }),
        path: fc.array(name, { maxLength: 3 }).map((parts) => parts.map((part) => `/${part}`).join('')),
        projectId: fc.nat().map(String),
      },
      { requiredKeys: ['protocol', 'publicKey', 'host', 'path', 'projectId'] },
    )
    fc.assert(
      fc.property(dsn, (value) => {
        expect(parseDsn(formatDsn(value))).toEqual(value)
      }),
    )
  })
})
