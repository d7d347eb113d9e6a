import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEnvelope } from './decode-envelope.ts'
import { encodeEnvelope } from './envelope-encoder.ts'

const id = '9ec79c33ec9942ab8353589fcb2e04dc'

describe('encodeEnvelope()', () => {
  it('writes header lines, lengths and payloads', () => {
    const bytes = encodeEnvelope({
      header: { eventId: id, sentAt: 0 },
      items: [{ header: { type: 'event', contentType: 'application/json' }, payload: '"é\n"' }],
    })
    expect(new TextDecoder().decode(bytes)).toBe(
      `{"event_id":"${id}","sent_at":"1970-01-01T00:00:00.000Z"}\n` +
        '{"type":"event","length":5,"content_type":"application/json"}\n"é\n"\n',
    )
  })

  it('writes the true length over a wrong one in raw', () => {
    const bytes = encodeEnvelope({
      items: [{ header: { type: 'a', raw: { length: 99, type: 'b' } }, payload: 'x' }],
    })
    expect(decodeEnvelope(bytes).items[0]?.header).toMatchObject({ type: 'a', length: 1 })
  })

  it('writes a decoded envelope again, unknown keys included, known ones in their first form', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().map((key) => `x${key}`),
          fc.jsonValue(),
          { maxKeys: 4 },
        ),
        fc.dictionary(fc.constantFrom('dsn', 'sent_at', 'event_id', 'sdk', 'trace'), fc.jsonValue()),
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 }),
        (unknown, fields, payloads) => {
          const envelope = decodeEnvelope(
            encodeEnvelope({
              header: { raw: { ...fields, ...unknown } },
              items: payloads.map((payload) => ({
                header: { type: 'attachment', raw: { note: 1 } },
                payload,
              })),
            }),
          )
          const again = decodeEnvelope(encodeEnvelope(envelope))
          expect(again.items).toEqual(envelope.items)
          expect(again.header.raw).toMatchObject(unknown)
          expect(decodeEnvelope(encodeEnvelope(again))).toEqual(again)
        },
      ),
    )
  })
})
