import { describe, expect, it } from 'vitest'
import { categoryOfItem, dataCategories } from './category.ts'

describe('categoryOfItem()', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['event', 'error'],
    ['user_report', 'default'],
    ['check_in', 'monitor'],
    ['log', 'log_item'],
    ['sessions', 'session'],
    ['replay_recording', 'replay'],
    ['invented tomorrow', 'default'],
    ['constructor', 'default'],
  ]
  it.each(cases)('A9: %s counts as %s', (type, category) => {
    expect(categoryOfItem(type)).toBe(category)
    expect(dataCategories).toContain(category)
  })
})
