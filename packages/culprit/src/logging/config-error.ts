/**
 * A mistake in a logging configuration. The message begins with the path of what is wrong:
 * `handlers.file.level: Unknown level: 'LOUD'`.
 */
export class LoggingConfigError extends Error {
  override readonly name = 'LoggingConfigError'
  /** The path of the wrong value, such as `handlers.file.level`. */
  readonly path: string

  constructor(path: string, message: string, cause?: unknown) {
    super(`${path}: ${message}`, cause === undefined ? undefined : { cause })
    this.path = path
  }
}

/**
 * Calls `act` and returns its result; what it throws becomes an error about the value at `path`.
 * @throws {LoggingConfigError}
 */
export function at<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof LoggingConfigError) throw error
    throw new LoggingConfigError(path, error instanceof Error ? error.message : String(error), error)
  }
}

/**
 * Returns a value as an object that has no other keys than the known ones.
 * @throws {LoggingConfigError}
 */
export function checkedObject(
  path: string,
  value: unknown,
  known: readonly string[] | undefined,
): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw new LoggingConfigError(path, `expected an object, not ${kindOf(value)}`)
  const unknown = known === undefined ? undefined : Object.keys(value).find((key) => !known.includes(key))
  if (unknown !== undefined)
    throw new LoggingConfigError(joined(path, unknown), `unknown key; known are ${known?.join(', ')}`)
  return value
}

/**
 * Returns a value that must be a boolean, or undefined.
 * @throws {LoggingConfigError}
 */
export function checkedBoolean(path: string, value: unknown): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value
  throw new LoggingConfigError(path, `expected true or false, not ${kindOf(value)}`)
}

/**
 * Returns a value that must be a list of texts; an absent one is an empty list.
 * @throws {LoggingConfigError}
 */
export function checkedNames(path: string, value: unknown): readonly string[] {
  if (value === undefined) return []
  if (!Array.isArray(value))
    throw new LoggingConfigError(path, `expected a list of names, not ${kindOf(value)}`)
  return value.map((name: unknown, index) => {
    if (typeof name !== 'string')
      throw new LoggingConfigError(`${path}[${index}]`, `expected a name, not ${kindOf(name)}`)
    return name
  })
}

/** Returns the path of a key below another path. */
export function joined(path: string, key: string): string {
  return path === '' || path === 'configuration' ? key : `${path}.${key}`
}

/** Returns what a value is, in words for a message. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
