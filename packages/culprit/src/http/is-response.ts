/**
 * Returns whether a value is a web `Response`, also one of another implementation (undici from npm, a polyfill), which
 * is an instance of another class. Never throws.
 */
export function isResponse(value: unknown): value is Response {
  if (typeof value !== 'object' || value === null) return false
  try {
    return value instanceof Response || Object.prototype.toString.call(value) === '[object Response]'
  } catch {
    // A revoked proxy.
    return false
  }
}
