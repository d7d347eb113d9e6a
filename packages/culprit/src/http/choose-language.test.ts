import { describe, expect, it } from 'vitest'
import { chooseLanguage } from './choose-language.ts'

describe('chooseLanguage()', () => {
  const available = ['en', 'de', 'pt-BR'] as const

  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['fr', 'en'],
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE-at-x-y', 'de'],
    ['pt', 'pt-BR'],
    ['pt-PT, de;q=0.9', 'de'],
    ['en;q=0.5, de;q=0.8', 'de'],
    ['de;q=0, en', 'en'],
    ['fr, *', 'en'],
    ['fr, de;q=0.1', 'de'],
    ['<script>', 'en'],
  ])('chooses for %s: %s', (header, language) => {
    expect(chooseLanguage(header, available)).toBe(language)
  })
})
