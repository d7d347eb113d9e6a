import { AsyncLocalStorage } from 'node:async_hooks'
import { contextCompanions } from './context-companions.ts'

/** What is known of the request or task in progress: its fields appear on every record made inside. */
export type ContextFields = Readonly<Record<string, unknown>>

const KEY = 'culprit.logging.context'

/** Where a nested context holds its root; not among the fields, and the same in all copies of this package. */
const ROOT: symbol = Symbol.for('culprit.logging.context-root')

/** The fields that tell requests and tasks apart. */
const idFields = ['request_id', 'requestId', 'task'] as const

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
  return storage.run(outer === undefined ? fields : nest(outer, fields), fn)
}

/**
 * Begins a context without a function around what runs in it, which would take a place on the stack of every error. Goes
 * on in what is started from now on; returns the function that goes back to the context around it.
 * @param storage the one of `contextStorage`, for callers that look it up once
 */
export function enterContext(
  fields: ContextFields,
  storage: AsyncLocalStorage<ContextFields> = contextStorage(),
): () => void {
  const outer = storage.getStore()
  storage.enterWith(outer === undefined ? fields : nest(outer, fields))
  // What `getStore` may return can be entered; its type has it only for storages that are declared with it.
  return () => storage.enterWith(outer as ContextFields)
}

/**
 * Returns what stands for the request or task that a context belongs to: the outermost of nested contexts. Another one
 * begins where fields of a request are given inside of what is none, where an id (`request_id`, `requestId`, `task`) is
 * given inside of what is no request, and where it takes the place of a different one.
 */
export function contextRoot(context: ContextFields): ContextFields {
  // Only `nest` sets this.
  return (Reflect.get(context, ROOT) as ContextFields | undefined) ?? context
}

function nest(outer: ContextFields, fields: ContextFields): ContextFields {
  const both = { ...outer, ...fields }
  const root = contextRoot(outer)
  // Not enumerable: formatters and handlers list the fields.
  if (!beginsAnother(fields, outer, isRequest(root))) Object.defineProperty(both, ROOT, { value: root })
  const companions = contextCompanions()
  const companion = companions.of(fields) ?? companions.of(outer)
  if (companion !== undefined) companions.give(both, companion)
  return both
}

function beginsAnother(fields: ContextFields, outer: ContextFields, inRequest: boolean): boolean {
  if (isRequest(fields) && !inRequest) return true
  return idFields.some((name) => {
    const id = fields[name]
    return id !== undefined && id !== outer[name] && (!inRequest || outer[name] !== undefined)
  })
}

/** By the field that every request gets. */
function isRequest(fields: ContextFields): boolean {
  return 'remote_addr' in fields
}

/** Returns the fields of the current context, or undefined outside any. */
export function currentContext(): ContextFields | undefined {
  return contextStorage().getStore()
}
