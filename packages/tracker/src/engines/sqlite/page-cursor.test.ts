import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCursor, encodeCursor, toPage } from './page-cursor.ts'

describe('page cursors', () => {
  it('give back what they were made of', () => {
    const place = fc.tuple(fc.maxSafeInteger(), fc.maxSafeInteger())
    fc.assert(
      fc.property(place, fc.constantFrom('next' as const, 'previous' as const), (at, direction) => {
        expect(decodeCursor(encodeCursor({ order: 'events', at, direction }), 'events')).toEqual({
          order: 'events',
          at,
          direction,
        })
      }),
    )
  })

  it('are undefined for any other text and for another order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(decodeCursor(text, 'events')).toBeUndefined()
      }),
    )
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(decodeCursor(Buffer.from(json).toString('base64url'), 'events')).toBeUndefined()
      }),
    )
    expect(
      decodeCursor(encodeCursor({ order: 'users', at: [1, 2], direction: 'next' }), 'events'),
    ).toBeUndefined()
    expect(decodeCursor(undefined, 'events')).toBeUndefined()
  })

  it('lead through a list of any length without losing or doubling a row, forth and back', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.integer({ min: 1, max: 7 }), (length, limit) => {
        const rows = Array.from({ length }, (_, n) => length - n)
        const read = (text: string | undefined): ReturnType<typeof toPage<number>> => {
          const cursor = decodeCursor(text, 'n')
          const after = rows.filter(
            (row) => !cursor || (cursor.direction === 'next' ? row < cursor.at[0] : row > cursor.at[0]),
          )
          const ordered = cursor?.direction === 'previous' ? after.toReversed() : after
          return toPage(ordered.slice(0, limit + 1), {
            order: 'n',
            limit,
            cursor,
            placeOf: (row) => [row, 0],
          })
        }
        const seen: number[] = []
        let page = read(undefined)
        seen.push(...page.rows)
        while (page.next !== undefined) {
          page = read(page.next)
          seen.push(...page.rows)
        }
        expect(seen).toEqual(rows)
        const back = [...page.rows]
        while (page.previous !== undefined) {
          page = read(page.previous)
          back.unshift(...page.rows)
        }
        expect(back).toEqual(rows)
      }),
    )
  })
})
