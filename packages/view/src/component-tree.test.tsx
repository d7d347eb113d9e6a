import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { componentText } from './component-text.ts'
import { ComponentTree } from './component-tree.tsx'
import type { ComponentView } from './component-view.ts'

const leaf = (id: string, text: string): ComponentView => ({ id, contributes: true, values: [text] })
const tree: ComponentView = {
  id: 'exception',
  contributes: true,
  values: [
    leaf('type', 'TypeError'),
    {
      id: 'stacktrace',
      contributes: true,
      hint: 'in-app frames',
      values: [
        {
          id: 'frame',
          contributes: false,
          hint: 'not in-app',
          values: [leaf('file', 'express.js'), leaf('function', 'next')],
        },
        {
          id: 'frame',
          contributes: true,
          values: [leaf('file', 'cart.ts'), leaf('function', 'load<\u202e')],
        },
      ],
    },
  ],
}

const rows = (shown: ComponentView): readonly string[] =>
  renderToString(<ComponentTree tree={shown} />)
    .split('<li')
    .slice(1)
    .map(
      (row) =>
        `${/aria-label="([^"]*)"/.exec(row)?.[1]}: ${row
          .replace(/^[^>]*>/, '')
          .replace(/<[^>]+>/g, ' ')
          .replace(/\s+/g, ' ')
          .trim()}`,
    )

describe('ComponentTree', () => {
  it('says of every part whether it counts, and why not', () => {
    expect(rows(tree)).toEqual([
      'counts: ✓ Exception',
      'counts: ✓ Type TypeError',
      'counts: ✓ Stack trace in-app frames',
      'does not count: – Frame express.js next not in-app',
      'counts: ✓ Frame cart.ts load&lt;&lt;U+202E>',
    ])
  })

  it('marks nothing below a part that does not count', () => {
    expect(rows({ ...tree, contributes: false }).filter((row) => row.startsWith('counts'))).toEqual([])
  })

  it('is bounded in breadth and depth', () => {
    const wide: ComponentView = {
      id: 'chain',
      contributes: true,
      values: Array.from({ length: 500 }, () => leaf('type', 'E')),
    }
    expect(rows(wide)).toHaveLength(101)
    expect(renderToString(<ComponentTree tree={wide} />)).toContain('400 more parts')
    let deep = leaf('type', 'E')
    for (let depth = 0; depth < 50; depth++) deep = { id: 'chain', contributes: true, values: [deep] }
    expect(rows(deep)).toHaveLength(13)
  })
})

describe('componentText()', () => {
  it('writes the tree as lines', () => {
    expect(componentText(tree).split('\n')).toEqual([
      '+ exception',
      '  + type: TypeError',
      '  + stacktrace (in-app frames)',
      '    - frame (not in-app)',
      '      - file: express.js',
      '      - function: next',
      '    + frame',
      '      + file: cart.ts',
      '      + function: load<\u202e',
    ])
  })

  it('keeps within 500 lines', () => {
    const wide: ComponentView = {
      id: 'chain',
      contributes: true,
      values: Array.from({ length: 600 }, () => leaf('type', 'a\nb')),
    }
    expect(componentText(wide).split('\n')).toHaveLength(501)
    expect(componentText(wide)).toContain('... 101 more lines')
  })
})
