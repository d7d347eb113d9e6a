import { expect, it } from 'vitest'
import { keepEndLayer } from './express-end-layer.ts'
import type { Layer } from './express-targets.ts'

it('keepEndLayer() keeps a layer that matches nothing behind all others, and out of the way of `push` and `pop`', () => {
  const layer = (): Layer => ({ handle: () => undefined, match: () => true })
  const [first, second, third] = [layer(), layer(), layer()]
  const stack: Layer[] = [first]
  keepEndLayer(stack)
  expect(stack.push(second, third)).toBe(4)
  expect(stack.slice(0, 3)).toEqual([first, second, third])
  expect(stack.at(-1)?.match('/')).toBe(false)
  expect([stack.pop(), stack.pop(), stack.pop(), stack.pop()]).toEqual([third, second, first, undefined])
  expect(stack).toHaveLength(1)
  expect(stack.push(first)).toBe(2)
  expect(stack[0]).toBe(first)
  stack.length = 0
  expect([stack.push(first), stack.pop(), stack.length]).toEqual([1, first, 0])
})
