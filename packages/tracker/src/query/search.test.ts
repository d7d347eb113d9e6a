import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSearch } from './search.ts'

const empty = { levels: [], words: [], problems: [] }

describe('parseSearch()', () => {
  it.each([
    ['', empty],
    ['   ', empty],
    ['is:unresolved', { ...empty, status: 'unresolved' }],
    ['is:regressed', { ...empty, status: 'unresolved', substatus: 'regressed' }],
    ['IS:Ignored', { ...empty, status: 'ignored' }],
    ['level:error level:warn', { ...empty, levels: ['error', 'warning'] }],
    ['level:error,fatal', { ...empty, levels: ['error', 'fatal'] }],
    ['environment:production', { ...empty, environment: 'production' }],
    ['env:"pre prod"', { ...empty, environment: 'pre prod' }],
    ['release:"shop api@1.2.3"', { ...empty, release: 'shop api@1.2.3' }],
    ['Checkout  failed', { ...empty, words: ['checkout', 'failed'] }],
    ['"not a function" cart', { ...empty, words: ['not a function', 'cart'] }],
    ['"open end', { ...empty, words: ['open end'] }],
    ['TypeError:', { ...empty, words: ['typeerror:'] }],
    ['TypeError:boom', { ...empty, words: ['typeerror:boom'] }],
    ['https://host/path', { ...empty, words: ['https://host/path'] }],
    ['app.module:run', { ...empty, words: ['app.module:run'] }],
    ['a:b:c d', { ...empty, words: ['d'], problems: [expect.stringContaining('“a:”')] }],
    ['is:open', { ...empty, problems: [expect.stringContaining('is:open')] }],
    ['level:loud x', { ...empty, words: ['x'], problems: [expect.stringContaining('level:loud')] }],
    ['is:', { ...empty, problems: [expect.stringContaining('needs a value')] }],
    ['browser:firefox', { ...empty, problems: [expect.stringContaining('not a filter')] }],
  ])('reads %j', (text, search) => {
    expect(parseSearch(text)).toEqual(search)
  })

  it('is bounded in words and length, and says what it left out', () => {
    const search = parseSearch(Array.from({ length: 200 }, (_, i) => `word${i}`).join(' '))
    expect(search.words).toHaveLength(8)
    expect(search.problems).toHaveLength(2)
  })

  it('never throws and never exceeds its bounds, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 700 }), (text) => {
        const search = parseSearch(text)
        expect(search.words.length).toBeLessThanOrEqual(8)
        expect(search.words.every((word) => word !== '' && word.length <= 100)).toBe(true)
        expect(search.problems.length).toBeLessThanOrEqual(600)
      }),
    )
  })
})
