/** Returns a property of a value that another library gave us, or undefined when it is no object or has none. */
export function foreignField(value: unknown, key: string | symbol): unknown {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
    ? Reflect.get(value, key)
    : undefined
}

/** Returns a property as text; empty when it is not a text or a number. */
export function foreignText(value: unknown, key: string | symbol): string {
  const field = foreignField(value, key)
  return typeof field === 'string' || typeof field === 'number' ? String(field) : ''
}
