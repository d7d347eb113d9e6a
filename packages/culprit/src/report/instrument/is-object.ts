/** Says whether a value that another library gave us is an object. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
