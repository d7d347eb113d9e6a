/**
 * Returns the name of a scope if it can be one.
 *
 * @throws {RangeError} when it is empty or has a dot, which joins the names of nested scopes (REG-16).
 */
export function checkScopeName(name: string): string {
  if (name === '') throw new RangeError("'name' may not be empty.")
  if (name.includes('.')) throw new RangeError("'name' may not contain a dot '.' character.")
  return name
}
