import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeEvent } from '../../test/report-survival/make-event.ts'
import { formatSenderOrder, parseSenderOrder } from './sender-order.ts'

const settings = { dsn: 'https://key@host/1', spoolDir: '/spool', proxy: 'http://proxy:3128' } as const

describe('the order of a sender', () => {
  it('can be read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(10_000), (payload, timeoutMs) => {
        const events = [
          { ...makeEvent(1), payload: Buffer.from(payload), headers: { trace: {} } },
          makeEvent(2),
        ]
        const text = formatSenderOrder({ settings, events, timeoutMs })
        expect(parseSenderOrder(text)).toEqual({ settings, events, timeoutMs })
      }),
    )
  })

  it.each(['', '{', 'null', '[]', '{"settings":{}}', '{"settings":{"dsn":1},"timeoutMs":1}'])(
    'is none in %j',
    (text) => expect(parseSenderOrder(text)).toBeUndefined(),
  )

  it('leaves out events that are none', () => {
    const events = [null, {}, { eventId: 'x', type: 'event', category: 'nonsense', payload: '' }]
    const order = parseSenderOrder(JSON.stringify({ settings, events, timeoutMs: 5 }))
    expect(order).toEqual({ settings, events: [], timeoutMs: 5 })
  })
})
