import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Component } from './component.ts'
import { componentJson, parseComponent } from './component-json.ts'

const { tree } = fc.letrec<{ readonly tree: Component; readonly value: string | Component }>((tie) => ({
  tree: fc.record(
    {
      id: fc.string(),
      contributes: fc.boolean(),
      hint: fc.string(),
      values: fc.array(tie('value'), { maxLength: 4 }),
    },
    { requiredKeys: ['id', 'contributes', 'values'], noNullPrototype: true },
  ),
  value: fc.oneof({ maxDepth: 5 }, fc.string(), tie('tree')),
}))

const frame = (contributes: boolean, name: string): Component => ({
  id: 'frame',
  contributes,
  values: [{ id: 'function', contributes: true, values: [name] }],
})

describe('componentJson()', () => {
  it('is read back by parseComponent() as it was', () => {
    fc.assert(
      fc.property(tree, (given) => {
        expect(parseComponent(componentJson(given, Infinity) ?? '')).toEqual(given)
      }),
    )
  })

  it('keeps within its limit, or gives nothing', () => {
    fc.assert(
      fc.property(tree, fc.nat(400), (given, limit) => {
        expect(componentJson(given, limit)?.length ?? 0).toBeLessThanOrEqual(limit)
      }),
    )
  })

  it('drops what does not contribute before it gives up', () => {
    const stack: Component = {
      id: 'stacktrace',
      contributes: true,
      hint: 'in-app frames',
      values: [frame(false, 'x'.repeat(500)), frame(false, 'y'), frame(true, 'load')],
    }
    expect(parseComponent(componentJson(stack, 300) ?? '')).toEqual({
      ...stack,
      hint: 'in-app frames; 2 parts that do not count are left out',
      values: [frame(true, 'load')],
    })
    expect(componentJson(stack, 50)).toBeUndefined()
  })
})

describe('parseComponent()', () => {
  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"id":1,"contributes":true,"values":[]}',
    '{"id":"a","contributes":1,"values":[]}',
    '{"id":"a","contributes":true}',
    '{"id":"a","contributes":true,"values":[7]}',
    `${'{"id":"a","contributes":true,"values":['.repeat(20)}${']}'.repeat(20)}`,
    `{"id":"a","contributes":true,"values":[${Array.from({ length: 5000 }, () => '{"id":"b","contributes":true,"values":[]}').join()}]}`,
  ])('takes %.60s for no tree', (text) => expect(parseComponent(text)).toBeUndefined())
})
