const maxProperties = 20

/** What the event tells elsewhere. */
const told: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'errors', 'reference'])

/**
 * Returns what an error has beside name, message and stack: its own data properties (`code`, `status`, `sql` ...), at
 * most 20; undefined when there are none. No getter is run, and functions are left out. Total.
 */
export function errorProperties(thrown: unknown): Readonly<Record<string, unknown>> | undefined {
  try {
    if (!(thrown instanceof Error)) return undefined
    const found: [string, unknown][] = []
    for (const key of Object.keys(thrown)) {
      if (found.length >= maxProperties) break
      const property = Object.getOwnPropertyDescriptor(thrown, key)
      if (told.has(key) || property === undefined || !('value' in property)) continue
      if (property.value !== undefined && typeof property.value !== 'function')
        found.push([key, property.value])
    }
    return found.length === 0 ? undefined : Object.fromEntries(found)
  } catch {
    // A proxy that refuses to be looked at.
    return undefined
  }
}
