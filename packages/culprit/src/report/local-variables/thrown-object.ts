/** Says whether what was thrown can be followed: texts and numbers have no identity. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

/** Returns the stack of what was thrown; empty where it has none, or cannot be asked. */
export function stackOf(thrown: object): string {
  try {
    return String((thrown as { readonly stack?: unknown }).stack)
  } catch {
    return ''
  }
}

/** Returns the remote id of what was thrown, which is a pause's `data`; a text or number has none. */
export function remoteIdOf(data: object | undefined): string | undefined {
  const { objectId } = (data ?? {}) as { readonly objectId?: unknown }
  return typeof objectId === 'string' ? objectId : undefined
}
