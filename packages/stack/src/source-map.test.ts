import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSourceMap } from './source-map.ts'

/** `AAAA` is the first column of the first line of source 0; `IACA` is 4 columns on, and one line down. */
const map = {
  version: 3,
  sourceRoot: '../src',
  sources: ['shop.ts'],
  sourcesContent: ['const a = 1\nthrow new Error()'],
  names: ['total'],
  mappings: 'AAAAA,IACA',
}

describe('createSourceMap()', () => {
  it('finds original places, 1-based', () => {
    const found = createSourceMap(JSON.stringify(map))
    expect(found?.original(1, 1)).toEqual({ source: '../src/shop.ts', line: 1, column: 1, name: 'total' })
    expect(found?.original(1, 5)).toEqual({ source: '../src/shop.ts', line: 2, column: 1 })
    expect(found?.original(7, 1)).toBeUndefined()
    expect(found?.original(0, 0)).toBeUndefined()
    expect(found?.content('../src/shop.ts')).toBe(map.sourcesContent[0])
    expect(found?.content('other.ts')).toBeUndefined()
  })

  it('reads maps with sections, and behind the prefix against inclusion', () => {
    const sections = { version: 3, sections: [{ offset: { line: 2, column: 0 }, map }] }
    expect(createSourceMap(JSON.stringify(sections))?.original(3, 1)).toMatchObject({ line: 1 })
    expect(createSourceMap(`)]}'\n${JSON.stringify(map)}`)?.original(1, 1)).toMatchObject({ line: 1 })
  })

  it.each([
    ['debug_id', '85314830-023F-4cf1-a267-535f4e37bb17'],
    ['debugId', '85314830-023f-4cf1-a267-535f4e37bb17'],
  ])('has the id under %s', (key, id) => {
    expect(createSourceMap(JSON.stringify({ ...map, [key]: id }))?.debugId).toBe(
      '85314830-023f-4cf1-a267-535f4e37bb17',
    )
  })

  it.each([['null'], ['[]'], ['{}'], ['"text"'], ['not json'], [''], ['{"sections":5}']])(
    '%s is no map',
    (text) => {
      expect(createSourceMap(text)).toBeUndefined()
    },
  )

  it('A14: sourcesContent null', () => {
    expect(
      createSourceMap(JSON.stringify({ ...map, sourcesContent: null }))?.content('../src/shop.ts'),
    ).toBeUndefined()
  })

  it('never throws, whatever the members are', () => {
    const member = fc.oneof(fc.jsonValue(), fc.string())
    const maps = fc.record({
      version: member,
      sources: member,
      names: member,
      mappings: member,
      sourcesContent: member,
    })
    fc.assert(
      fc.property(maps, fc.integer(), fc.integer(), (broken, line, column) => {
        const found = createSourceMap(JSON.stringify(broken))
        found?.original(line, column)
        found?.content('a')
      }),
    )
  })
})
