import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LogRecord, type LogRecordInit } from '../logging/record.ts'
import { mailFingerprint, mailKey } from './mail-key.ts'

const keyOf = (init: Partial<LogRecordInit>): string =>
  mailKey(new LogRecord({ name: 'shop', levelno: 40, levelname: 'ERROR', msg: 'failed', ...init }))

function errorAt(message: string, stack: string, name = 'KeyError'): Error {
  return Object.assign(new Error(message), { name, stack: `${name}: ${message}\n${stack}` })
}
const own = '    at pay (/srv/app/pay.js:10:5)'
const library = '    at query (/srv/app/node_modules/pg/lib/client.js:5:1)'

describe('mailKey', () => {
  it('3.3.4 is the same for the same class, place and message but for numbers and ids', () => {
    const one = keyOf({ error: errorAt('no order 17', own), msg: 'Exception on /orders/17 [GET]' })
    const other = keyOf({
      error: errorAt('no order 18', '    at pay (/srv/app/pay.js:99:5)'),
      msg: 'Exception on /carts [POST]',
    })
    expect(other).toBe(one)
    expect(keyOf({ error: errorAt(`no user ${crypto.randomUUID()}`, own) })).toBe(
      keyOf({ error: errorAt(`no user ${crypto.randomUUID()}`, own) }),
    )
  })

  const different: readonly (readonly [string, Error])[] = [
    ['class', errorAt('no order 17', own, 'ValueError')],
    ['function', errorAt('no order 17', '    at ship (/srv/app/pay.js:10:5)')],
    ['file', errorAt('no order 17', '    at pay (/srv/app/ship.js:10:5)')],
    ['message', errorAt('no cart', own)],
  ]
  it.each(different)('3.3.4 differs by %s', (_part, error) => {
    expect(keyOf({ error })).not.toBe(keyOf({ error: errorAt('no order 17', own) }))
  })

  it("3.3.4 takes the application's frame, not the library's that threw", () => {
    expect(keyOf({ error: errorAt('x', `${library}\n${own}`) })).toBe(keyOf({ error: errorAt('x', own) }))
  })

  it('tells functions without a name apart by their line', () => {
    const at = (line: number): string => keyOf({ error: errorAt('x', `    at /srv/app/pay.js:${line}:5`) })
    expect(at(1)).not.toBe(at(2))
  })

  it('3.3.4 without an error it is logger, level and the message before its arguments', () => {
    expect(keyOf({ msg: 'no stock of %s', args: ['lamp'] })).toBe(
      keyOf({ msg: 'no stock of %s', args: ['desk'] }),
    )
    expect(keyOf({ msg: 'no stock of 12' })).toBe(keyOf({ msg: 'no stock of 13' }))
    expect(keyOf({ msg: 'a' })).not.toBe(keyOf({ msg: 'b' }))
    expect(keyOf({ name: 'shop.cart' })).not.toBe(keyOf({}))
  })

  it('never throws, whatever was thrown', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (error, msg) => {
        expect(mailFingerprint(keyOf({ error, msg }))).toMatch(/^[0-9a-f]{32}$/)
      }),
    )
  })
})
