import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeEnvelope } from './decode-envelope.ts'
import { encodeEnvelope } from './envelope-encoder.ts'

const id = '9ec79c33ec9942ab8353589fcb2e04dc'

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.record({ name: scalar, version: scalar }),
)

// No quotes and backslashes: V8 14.6 reads the key `x"` as `x\` once it has read an object with the latter
// (https://github.com/nodejs/node/issues/63785).
const unknownKey = fc.stringMatching(/^x[^"\\]{0,6}$/)

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
        fc.dictionary(unknownKey, value, { maxKeys: 4 }),
        fc.dictionary(fc.constantFrom('dsn', 'sent_at', 'event_id', 'sdk', 'trace'), value),
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
