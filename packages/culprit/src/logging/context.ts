import { AsyncLocalStorage } from 'node:async_hooks'

/** What is known of the request or task in progress: its fields appear on every record made inside. */
export type ContextFields = Readonly<Record<string, unknown>>

const KEY = 'culprit.logging.context'

/**
 * Returns the storage of the current context, one for all copies of this package in the process, so that a
 * request one copy announces is known to the loggers of another.
 */
export function contextStorage(): AsyncLocalStorage<ContextFields> {
  const key = Symbol.for(KEY)
  const found: unknown = Reflect.get(globalThis, key)
  // Another copy's instance is of the same class: it is the runtime's own.
  if (found instanceof AsyncLocalStorage) return found
  const storage = new AsyncLocalStorage<ContextFields>()
  Object.defineProperty(globalThis, key, { value: storage, configurable: true })
  return storage
}

/**
 * Calls `fn` with fields that every record made inside carries, also after awaits and in timers started there;
 * returns its result. Fields of an outer context are kept, those of the same name are hidden. A field `task`
 * is what `%(taskName)s` shows.
 */
export function runWithContext<T>(fields: ContextFields, fn: () => T): T {
  const storage = contextStorage()
  const outer = storage.getStore()
  return storage.run(outer === undefined ? fields : { ...outer, ...fields }, fn)
}

/** Returns the fields of the current context, or undefined outside any. */
export function currentContext(): ContextFields | undefined {
  return contextStorage().getStore()
}
