import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEventId, dashedEventId, parseEventId } from './event-id.ts'

const id = '9ec79c33ec9942ab8353589fcb2e04dc'

describe('parseEventId()', () => {
  const cases: readonly (readonly [unknown, string | undefined])[] = [
    [id, id],
    [id.toUpperCase(), id],
    ['9ec79c33-ec99-42ab-8353-589fcb2e04dc', id],
    ['9EC79C33-EC99-42AB-8353-589FCB2E04DC', id],
    ['0'.repeat(32), undefined],
    ['00000000-0000-0000-0000-000000000000', undefined],
    ['9ec79c33ec-99-42ab-8353-589fcb2e04dc', undefined],
    [id.slice(1), undefined],
    [`${id}0`, undefined],
    [`${id}\n`, undefined],
    [`${id.slice(1)}g`, undefined],
    ['', undefined],
    [42, undefined],
    [null, undefined],
    [[id], undefined],
  ]
  it.each(cases)('A6: %j is read as %j', (value, expected) => {
    expect(parseEventId(value)).toBe(expected)
  })
})

describe('createEventId()', () => {
  it('makes an id that parses to itself, of UUID version 4', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const created = createEventId(() => bytes)
        expect(parseEventId(created)).toBe(created)
        expect(created).toMatch(/^.{12}4.{3}[89ab].{15}$/)
        expect(parseEventId(dashedEventId(created))).toBe(created)
      }),
    )
  })

  it('asks the platform for random bytes by default', () => {
    expect(createEventId()).not.toBe(createEventId())
  })
})
