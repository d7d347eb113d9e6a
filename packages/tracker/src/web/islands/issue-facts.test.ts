import { describe, expect, it } from 'vitest'
import { parseDetailFacts, parseListFacts } from './issue-facts.ts'

const issue = { id: 7, count: 2, userCount: 1, lastSeen: 5, status: 'unresolved', trend: [0, 1, 'x'] }

describe('parseListFacts()', () => {
  it('takes what is well formed and leaves the rest', () => {
    const facts = parseListFacts({ items: [issue, { id: 'x' }, null], counts: { new: 3, other: 'x' } })
    expect(facts?.items).toEqual([{ ...issue, trend: [0, 1] }])
    expect(facts?.counts).toEqual(new Map([['new', 3]]))
  })

  it.each([undefined, null, 'text', {}, { items: 3 }])('is undefined for %j', (value) => {
    expect(parseListFacts(value)).toBeUndefined()
  })
})

describe('parseDetailFacts()', () => {
  it('reads the issue and the id of its latest event, which may be gone', () => {
    expect(parseDetailFacts({ issue, event: { latestId: 'a' } })).toMatchObject({
      issue: { count: 2 },
      latestId: 'a',
    })
    expect(parseDetailFacts({ issue })?.latestId).toBeUndefined()
    expect(parseDetailFacts({ event: {} })).toBeUndefined()
  })
})
