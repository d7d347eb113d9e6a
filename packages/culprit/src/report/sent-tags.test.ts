import { expect, it } from 'vitest'
import { toSentTags } from './sent-tags.ts'

it('A12: toSentTags() makes keys and values that servers take', () => {
  const given = {
    'a b': 1,
    ü: true,
    '': 'x',
    nothing: undefined,
    list: [1],
    text: ' two\n lines ',
    long: 'x'.repeat(300),
  }
  expect(toSentTags(given)).toEqual({ 'a-b': '1', _: 'true', text: 'two lines', long: 'x'.repeat(200) })
})

it('A14: thousands of tags are cut to 200', () => {
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`tag${at}`, at]))
  expect(Object.keys(toSentTags(many))).toHaveLength(200)
})
