import { describe, expect, it } from 'vitest'
import { Level, LevelNames, levelNumber } from './level.ts'

describe('levels', () => {
  it("L1: the numbers are Python's, with TRACE below", () =>
    expect(Level).toEqual({ NOTSET: 0, TRACE: 5, DEBUG: 10, INFO: 20, WARNING: 30, ERROR: 40, CRITICAL: 50 }))

  it.each([
    ['WARN', 30],
    ['FATAL', 50],
    ['WARNING', 30],
    ['TRACE', 5],
  ])('L1: %s is %d', (name, number) => expect(new LevelNames().numberOf(name)).toBe(number))

  it.each([
    [30, 'WARNING'],
    [50, 'CRITICAL'],
    [35, 'Level 35'],
  ])('L2: number %d is named %s', (number, name) => expect(new LevelNames().nameOf(number)).toBe(name))

  it('L2: an unknown name has no number', () => expect(new LevelNames().numberOf('zz')).toBeUndefined())

  it('L3: an added name maps both ways and wins for its number', () => {
    const names = new LevelNames()
    names.add(25, 'NOTICE')
    names.add(30, 'CAREFUL')
    expect(names.nameOf(25)).toBe('NOTICE')
    expect(names.numberOf('NOTICE')).toBe(25)
    expect(names.nameOf(30)).toBe('CAREFUL')
    expect(names.numberOf('WARNING')).toBe(30)
  })

  it('L3: the mapping is a copy', () => {
    const names = new LevelNames()
    names.mapping().set('ERROR', 1)
    expect(names.numberOf('ERROR')).toBe(40)
  })

  it('L4: takes a number or a known name, case-sensitively', () => {
    expect(levelNumber(7)).toBe(7)
    expect(levelNumber('ERROR')).toBe(40)
    expect(() => levelNumber('error')).toThrow(new RangeError("Unknown level: 'error'"))
    expect(() => new LevelNames().check(null)).toThrow(
      new TypeError('Level not an integer or a valid string: null'),
    )
    expect(() => levelNumber(1.5)).toThrow(TypeError)
  })
})
