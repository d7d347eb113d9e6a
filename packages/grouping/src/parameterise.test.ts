import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parameteriseMessage } from './parameterise.ts'

describe('parameteriseMessage()', () => {
  it.each([
    ['Order 17 not found', 'Order <int> not found'],
    ['offset -5 of 1,234,567', 'offset <int> of <int>'],
    ['took 12ms, then 1.5s', 'took <duration>, then <duration>'],
    ['ratio 0.75 below 1.5e-3', 'ratio <float> below <float>'],
    ['user 123e4567-e89b-12d3-a456-426614174000 gone', 'user <uuid> gone'],
    ['at 0x7ffee4', 'at <hex>'],
    ['commit 9fceb02a', 'commit <hex>'],
    ['digest d41d8cd98f00b204e9800998ecf8427e', 'digest <hash>'],
    ['no route to 10.0.0.1:5432', 'no route to <ip>:<int>'],
    ['connect ::1 and fe80::1ff:fe23:4567:890a', 'connect <ip> and <ip>'],
    ['mail to ann.smith@example.com failed', 'mail to <email> failed'],
    ['GET https://shop.example.com/a/17?x=1 failed', 'GET <url> failed'],
    ['expired 2026-11-22T17:04:05.123Z', 'expired <date>'],
    ['expired 2026-11-22', 'expired <date>'],
    ['since Sun, 22 Nov 2026 17:04:05 GMT', 'since <date>'],
    ['at 17:04:05 today', 'at <time> today'],
    ['request order-17 of user_5', 'request order-<int> of user_<int>'],
    ['key cjld2cjxh0000qzrmn831i7rn missing', 'key <id> missing'],
    ['path /orders/17/items', 'path /orders/<int>/items'],
    ['version 1.2.3 of x', 'version <version> of x'],
    ['chunk (/css/main.3f2a91bc.css)', 'chunk (/css/main.<hash>.css)'],
    ['  two\n   lines ', 'two lines'],
    ['\u001b[31mred\u001b[0m 1', 'red <int>'],
  ])('%s becomes %s', (text, expected) => expect(parameteriseMessage(text)).toBe(expected))

  it.each([
    'utf-8 is no encoding',
    'HTTP2 and v1 and utf8',
    'Fee::add() failed',
    'no such column: name',
    'decade of cafe',
    'sha-256',
    "Cannot read properties of undefined (reading 'id')",
  ])('%s stays', (text) => expect(parameteriseMessage(text)).toBe(text))

  it('gives the same for other numbers', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        expect(parameteriseMessage(`row ${a} of table x`)).toBe(parameteriseMessage(`row ${b} of table x`))
      }),
    )
  })

  it.each([
    '1',
    'a',
    'a1',
    '1.',
    '1:',
    ':',
    'a@',
    '-',
    '1-',
    'a.',
    'ab:',
    '0x',
    'a%',
    '1,111',
    'Jan 1 ',
    'f1',
    '%',
    'http://',
    ' ',
    '_1',
    'a-1',
  ])('takes linear time on 100 kB of %s', (unit) => {
    const text = unit.repeat(100_000 / unit.length)
    const started = performance.now()
    parameteriseMessage(text)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
