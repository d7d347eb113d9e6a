import type { Layer } from './express-targets.ts'

/**
 * Keeps a layer that matches no path at the end of a router's stack. Express calls the end of a chain by `setImmediate`
 * when the last layer has failed, and at once when there is one more to look at: with it, an error of the last route is
 * answered like those of all others, and not with the whole batch of requests that came with it still alive.
 * Whoever pushes a layer or pops the last one, as Express and some applications do, does not meet it.
 */
export function keepEndLayer(stack: Layer[]): void {
  const end: Layer & { readonly name: string } = { name: 'culprit end', handle: passOver, match: () => false }
  stack.push(end)
  const others = (): number => stack.length - (stack.at(-1) === end ? 1 : 0)
  override(stack, 'push', (...layers) => {
    stack.splice(others(), 0, ...layers)
    return stack.length
  })
  override(stack, 'pop', () => (others() === 0 ? undefined : stack.splice(others() - 1, 1)[0]))
}

function override<Name extends 'push' | 'pop'>(stack: Layer[], name: Name, value: Layer[][Name]): void {
  Object.defineProperty(stack, name, { value, configurable: true, writable: true })
}

/** Never called: nothing matches. */
function passOver(_req: unknown, _res: unknown, next: () => void): void {
  next()
}
