import { expect, it } from 'vitest'
import { representationOf, splitSuffix } from './representation.ts'

it.each([
  ['/issues', '/issues', undefined],
  ['/issues.json', '/issues', 'json'],
  ['/issues/DEFAULT-1.md', '/issues/DEFAULT-1', 'md'],
  ['/issues/DEFAULT-1.html', '/issues/DEFAULT-1.html', undefined],
  ['/.json', '/.json', undefined],
  ['/issues/.md', '/issues/.md', undefined],
])('splits %s', (path, bare, suffix) => {
  expect(splitSuffix(path)).toEqual(suffix === undefined ? { path: bare } : { path: bare, suffix })
})

it.each([
  ['/issues', null, 'html'],
  ['/issues', '*/*', 'html'],
  ['/issues', 'text/html,application/json', 'html'],
  ['/issues', 'application/json', 'json'],
  ['/issues', 'text/markdown', 'md'],
  ['/issues.json', 'text/html', 'json'],
])('answers %s with Accept %s as %s', (path, accept, wanted) => {
  expect(representationOf(path, accept)).toBe(wanted)
})
