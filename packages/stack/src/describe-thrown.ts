const MAX_TYPE = 256
const MAX_MESSAGE = 8192
const MAX_STACK = 262_144
const MAX_KEYS = 20

/** What a thrown value says of itself; see `ChainLink` for the bounds. */
export interface ThrownDescription {
  readonly type: string
  readonly message: string
  readonly stack?: string | undefined
  readonly isError: boolean
}

/**
 * Describes anything that can be thrown. Errors of other realms count as errors by their tag. Never throws: what
 * cannot be read becomes an empty text, and a value that cannot be touched at all `Unreadable`.
 */
export function describeThrown(value: unknown): ThrownDescription {
  try {
    if (typeof value !== 'object' || value === null) return describePlain(value)
    return isError(value) ? describeError(value) : describeObject(value)
  } catch {
    return { type: 'Unreadable', message: '', isError: false }
  }
}

/** Tells whether an object is an error, be it of another realm. @throws {TypeError} for a revoked proxy */
export function isError(value: object): boolean {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]'
}

function describePlain(value: unknown): ThrownDescription {
  if (value === null) return { type: 'null', message: '', isError: false }
  return { type: typeof value, message: plainText(value).slice(0, MAX_MESSAGE), isError: false }
}

function plainText(value: unknown): string {
  switch (typeof value) {
    case 'function':
      return text(value, 'name')
    case 'string':
      return value
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'symbol':
      return value.toString()
    default:
      return ''
  }
}

function describeError(value: object): ThrownDescription {
  const stack = text(value, 'stack')
  return {
    type: typeOf(value).slice(0, MAX_TYPE),
    message: text(value, 'message').slice(0, MAX_MESSAGE),
    ...(stack !== '' && { stack: stack.slice(0, MAX_STACK) }),
    isError: true,
  }
}

/** A class that extends Error without setting `name` is still called by its own name. */
function typeOf(error: object): string {
  const name = text(error, 'name')
  return name === '' || name === 'Error' ? className(error) || 'Error' : name
}

/** For an object that is no error the names of its keys say the most without showing its values. */
function describeObject(value: object): ThrownDescription {
  const own = text(value, 'message')
  const keys = own === '' ? someKeys(value) : []
  const listed = keys.slice(0, MAX_KEYS).join(', ') + (keys.length > MAX_KEYS ? ', ...' : '')
  return {
    type: (className(value) || 'Object').slice(0, MAX_TYPE),
    message: (own || `Object with keys: ${listed || 'none'}`).slice(0, MAX_MESSAGE),
    isError: false,
  }
}

/** At most one more than are shown. Asking for all keys of a large buffer takes seconds. */
function someKeys(value: object): readonly string[] {
  const length: unknown = isList(value) ? Reflect.get(value, 'length') : undefined
  if (typeof length !== 'number' || length <= MAX_KEYS) return Object.keys(value)
  return Array.from({ length: MAX_KEYS + 1 }, (_, index) => String(index))
}

function isList(value: object): boolean {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))
}

function className(value: object): string {
  try {
    const constructor: unknown = Reflect.get(value, 'constructor')
    return typeof constructor === 'function' ? text(constructor, 'name') : ''
  } catch {
    return ''
  }
}

function text(value: object, key: string): string {
  try {
    const found: unknown = Reflect.get(value, key)
    return typeof found === 'string' ? found : ''
  } catch {
    return ''
  }
}
