/**
 * Returns the name of a scope if it can be one.
 *
 * @throws {TypeError} when it is no text.
 * @throws {RangeError} when it is empty or has a dot, which joins the names of nested scopes (REG-16).
 */
export function checkScopeName(name: string): string {
  if (typeof name !== 'string')
    throw new TypeError(`'name' must be a string, but it was of type ${typeof name}.`)
  if (name === '') throw new RangeError("'name' may not be empty.")
  if (name.includes('.')) throw new RangeError("'name' may not contain a dot '.' character.")
  return name
}
