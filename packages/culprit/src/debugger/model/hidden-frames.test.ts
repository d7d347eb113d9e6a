import { describe, expect, it } from 'vitest'
import { type Hiding, shownFrames, toHiding } from './hidden-frames.ts'

/** Frames a to e, the oldest call first; returns those that are shown. */
function shown(hidings: Readonly<Record<string, Hiding>>): string {
  const names = ['a', 'b', 'c', 'd', 'e']
  const shows = shownFrames(names.map((name) => hidings[name]))
  return names.filter((_name, index) => shows[index] === true).join('')
}

describe('hidden frames', () => {
  it.each<[Readonly<Record<string, Hiding>>, string]>([
    [{}, 'abcde'],
    [{ c: true }, 'abde'],
    [{ c: false }, 'abcde'],
    [{ c: 'before' }, 'cde'],
    [{ c: 'before_and_this' }, 'de'],
    [{ c: 'after' }, 'abc'],
    [{ c: 'after_and_this' }, 'ab'],
    [{ b: 'after', d: 'reset' }, 'abde'],
    [{ b: 'after', d: 'reset_and_this' }, 'abe'],
    [{ a: 'after', c: 'before' }, 'cde'],
    [{ a: 'after_and_this' }, ''],
    [{ e: 'before_and_this' }, ''],
  ])('HID-1: %j shows %j', (hidings, expected) => {
    expect(shown(hidings)).toBe(expected)
  })

  it('HID-1: any other value hides when it is true', () => {
    expect([1, 'yes', 0, '', undefined, 'before'].map(toHiding)).toEqual([
      true,
      true,
      false,
      false,
      undefined,
      'before',
    ])
  })
})
