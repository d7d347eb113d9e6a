import { describe, expect, it } from 'vitest'
import { createFirstSight } from './first-sight.ts'

describe('createFirstSight()', () => {
  it('says yes once for each key', () => {
    const isFirst = createFirstSight(10)
    expect(['a', 'b', 'a', 'b', 'c'].map(isFirst)).toEqual([true, true, false, false, true])
  })

  it('forgets the key that was not seen for longest', () => {
    const isFirst = createFirstSight(2)
    expect(['a', 'b', 'a', 'c', 'a', 'b'].map(isFirst)).toEqual([true, true, false, true, false, true])
  })
})
