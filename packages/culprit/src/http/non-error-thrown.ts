/** Stands for something that was thrown and is no error: a string, a plain object, undefined. `value` is that thing. */
export class NonErrorThrown extends Error {
  static {
    this.prototype.name = 'NonErrorThrown'
  }

  readonly value: unknown

  constructor(value: unknown) {
    super(`Something was thrown that is not an error: ${describe(value)}`)
    this.value = value
    // Where it was thrown is not known any more: the frames would be ours and the framework's.
    this.stack = `${this.name}: ${this.message}`
  }
}

/**
 * Returns what was thrown if it is an error (also one of another realm), else a `NonErrorThrown` around it.
 * Never throws, whatever the value does when it is looked at.
 */
export function toError(thrown: unknown): Error {
  return isError(thrown) ? thrown : new NonErrorThrown(thrown)
}

/** Errors of other realms (vm contexts, iframes) are instances of another `Error`, but have the same inner tag. */
function isError(value: unknown): value is Error {
  if (typeof value !== 'object' || value === null) return false
  try {
    return (
      value instanceof Error || (isForeignError(value) && typeof Reflect.get(value, 'stack') === 'string')
    )
  } catch {
    // A revoked proxy, or a getter that throws.
    return false
  }
}

/** `Error.isError` (Node 24 and newer) would do, but Node 22 has only the tag, which `Symbol.toStringTag` may hide. */
function isForeignError(value: object): boolean {
  return (
    Object.prototype.toString.call(value) === '[object Error]' &&
    Reflect.get(value, Symbol.toStringTag) === undefined
  )
}

const maxLength = 200

/** A value in a few words, at most 200 characters; nothing of an object is read but its type. */
function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > maxLength ? `${value.slice(0, maxLength)}…` : value
    case 'object':
      return value === null ? 'null' : describeObject(value)
    case 'function':
      return 'a function'
    default:
      return String(value)
  }
}

function describeObject(value: object): string {
  try {
    return Array.isArray(value) ? 'an array' : 'an object'
  } catch {
    return 'a revoked proxy'
  }
}
