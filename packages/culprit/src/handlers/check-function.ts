/**
 * Says at once that what was registered cannot be called; without it the first error would find out.
 *
 * @throws {TypeError} when it is no function. `method` is the name of the method that was called with it.
 */
export function checkFunction(given: unknown, method: string): void {
  if (typeof given === 'function') return
  throw new TypeError(
    `${method}() takes a function, but it was ${given === null ? 'null' : `of type ${typeof given}`}.`,
  )
}
