import { AsyncLocalStorage } from 'node:async_hooks'
import type { Level, SentBreadcrumb, SentUser } from '@culprit/wire'
import { type ContextCompanions, contextCompanions } from '../logging/context-companions.ts'
import { type ContextFields, contextStorage } from '../logging/context.ts'

/** What a tag can be; it is sent as text. */
export type TagValue = string | number | boolean

/** What scopes know together: what is nearest to the failure wins, breadcrumbs are oldest first. */
export interface ScopeData {
  readonly user?: SentUser | undefined
  readonly level?: Level | undefined
  readonly fingerprint?: readonly string[] | undefined
  readonly tags: Readonly<Record<string, TagValue>>
  readonly extra: Readonly<Record<string, unknown>>
  readonly contexts: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly breadcrumbs: readonly SentBreadcrumb[]
}

/** Breadcrumbs that one scope keeps, the latest. */
const maxBreadcrumbs = 100
/** Tags, extra values and contexts that one scope keeps of each; more are not taken. */
const maxEntries = 200
const maxMessage = 8192

type Entries<T> = Map<string, T>

/**
 * What is known while something is being done: user, tags, breadcrumbs. Each request has one of its own, on top of the
 * process's, so that nothing of one request shows in the report of another. It costs nothing until something is set.
 * Bounded: the latest 100 breadcrumbs, and 200 each of tags, extra values and contexts. Values are held as they are
 * given and are copied, cut and scrubbed when a report is made.
 */
export class ReportScope {
  readonly #parent: ReportScope | undefined
  #user: SentUser | null | undefined
  #level: Level | undefined
  #fingerprint: readonly string[] | undefined
  #tags: Entries<TagValue> | undefined
  #extra: Entries<unknown> | undefined
  #contexts: Entries<Readonly<Record<string, unknown>> | null> | undefined
  #breadcrumbs: SentBreadcrumb[] | undefined

  constructor(parent?: ReportScope) {
    this.#parent = parent
  }

  /** Says whom it happens to; null takes it back, also for scopes around this one. */
  setUser(user: SentUser | null): this {
    this.#user = user
    return this
  }

  setTag(key: string, value: TagValue): this {
    setEntry((this.#tags ??= new Map()), key, value)
    return this
  }

  setTags(tags: Readonly<Record<string, TagValue>>): this {
    for (const [key, value] of Object.entries(tags)) this.setTag(key, value)
    return this
  }

  /** Sets a block of facts that belong together, shown under its name; null takes it back. */
  setContext(name: string, context: Readonly<Record<string, unknown>> | null): this {
    setEntry((this.#contexts ??= new Map()), name, context)
    return this
  }

  setExtra(key: string, value: unknown): this {
    setEntry((this.#extra ??= new Map()), key, value)
    return this
  }

  setLevel(level: Level | undefined): this {
    this.#level = level
    return this
  }

  /** Says what makes one issue, instead of the tracker's grouping; `{{ default }}` stands for that. */
  setFingerprint(fingerprint: readonly string[] | undefined): this {
    this.#fingerprint = fingerprint
    return this
  }

  /** Notes something that happened, for the report of what fails later. Its time is now unless it has one. */
  addBreadcrumb(breadcrumb: SentBreadcrumb): this {
    const crumbs = (this.#breadcrumbs ??= [])
    const { message } = breadcrumb
    crumbs.push({
      ...breadcrumb,
      timestamp: breadcrumb.timestamp ?? Date.now() / 1000,
      ...(typeof message === 'string' &&
        message.length > maxMessage && { message: message.slice(0, maxMessage) }),
    })
    if (crumbs.length > maxBreadcrumbs) crumbs.shift()
    return this
  }

  /** Forgets what this scope was told; what scopes around it know stays. */
  clear(): this {
    this.#user = undefined
    this.#level = undefined
    this.#fingerprint = undefined
    this.#tags = undefined
    this.#extra = undefined
    this.#contexts = undefined
    this.#breadcrumbs = undefined
    return this
  }

  /** Returns a new scope on top of this one: it knows what this one knows, and this one learns nothing of it. */
  fork(): ReportScope {
    return new ReportScope(this)
  }

  /** Returns what this scope and those around it know together. */
  data(): ScopeData {
    const outer = this.#parent?.data()
    const user = this.#user === undefined ? outer?.user : (this.#user ?? undefined)
    return {
      user,
      level: this.#level ?? outer?.level,
      fingerprint: this.#fingerprint ?? outer?.fingerprint,
      tags: merge(outer?.tags, this.#tags),
      extra: merge(outer?.extra, this.#extra),
      contexts: mergeContexts(outer?.contexts, this.#contexts),
      breadcrumbs: mergeBreadcrumbs(outer?.breadcrumbs ?? [], this.#breadcrumbs ?? []),
    }
  }
}

/** The scopes of a process: that of the whole process, and those that `withScope` has put on top. */
interface SharedScopes {
  readonly root: ReportScope
  readonly storage: AsyncLocalStorage<ReportScope | undefined>
  /** What brings the scopes of requests along. */
  readonly contexts: AsyncLocalStorage<ContextFields>
  readonly companions: ContextCompanions
}

const key = Symbol.for('culprit.report.scopes')

/** All copies of this package in a process share their scopes; it is the first copy's class that is used then. */
function sharedScopes(): SharedScopes {
  const shared = globalThis as { [key]?: SharedScopes }
  return (shared[key] ??= {
    root: new ReportScope(),
    storage: new AsyncLocalStorage(),
    contexts: contextStorage(),
    companions: contextCompanions(),
  })
}

/** Returns the scope of the request or task in progress, else that of the process. */
export function currentScope(): ReportScope {
  const { root, storage, contexts, companions } = sharedScopes()
  const scope = storage.getStore()
  if (scope !== undefined) return scope
  const context = contexts.getStore()
  // Nothing else goes along with contexts.
  return (context && (companions.of(context) as ReportScope | undefined)) ?? root
}

/** Runs `fn` in a scope of its own on top of the current one, and returns its result. */
export function withScope<T>(fn: (scope: ReportScope) => T): T {
  const scope = currentScope().fork()
  return sharedScopes().storage.run(scope, () => fn(scope))
}

const requestScope = Symbol('culprit.report.request-scope')

/** An object that stands for a request, with its scope under a symbol of this module. */
interface ScopeCarrier {
  [requestScope]?: ReportScope
}

/** Returns the scope of a request, made at the first call and kept with the object that stands for the request. */
function scopeFor(source: object | undefined): ReportScope {
  const carrier: ScopeCarrier | undefined = source
  const known = carrier?.[requestScope]
  if (known !== undefined) return known
  const scope = new ReportScope(sharedScopes().root)
  // What is frozen goes without: each entry has a scope of its own then.
  if (carrier !== undefined && Object.isExtensible(carrier)) carrier[requestScope] = scope
  return scope
}

/** Runs `serve` in the scope of a request; without an object that stands for it, in a new scope. */
export function runInRequestScope<T>(source: object | undefined, serve: () => T): T {
  return sharedScopes().storage.run(scopeFor(source), serve)
}

/**
 * Has a context of the logger, which is about to be entered, bring the scope of a request along: each storage more that
 * is entered costs every request about as much as all the rest. Where `withScope` has put another scope on top, it is
 * left; returns the function that goes back to it.
 */
export function bringRequestScope(
  context: ContextFields,
  source: object | undefined,
): (() => void) | undefined {
  const { storage, companions } = sharedScopes()
  companions.give(context, scopeFor(source))
  const outer = storage.getStore()
  if (outer === undefined) return undefined
  storage.enterWith(undefined)
  return () => storage.enterWith(outer)
}

/** Returns the scope of a request; undefined when it was not run in one. */
export function scopeOfRequest(source: object | undefined): ReportScope | undefined {
  const carrier: ScopeCarrier | undefined = source
  return carrier?.[requestScope]
}

function setEntry<T>(entries: Entries<T>, name: string, value: T): void {
  if (entries.size < maxEntries || entries.has(name)) entries.set(name, value)
}

function merge<T>(
  outer: Readonly<Record<string, T>> | undefined,
  own: Entries<T> | undefined,
): Readonly<Record<string, T>> {
  if (own === undefined) return outer ?? {}
  return { ...outer, ...Object.fromEntries(own) }
}

function mergeContexts(
  outer: ScopeData['contexts'] | undefined,
  own: Entries<Readonly<Record<string, unknown>> | null> | undefined,
): ScopeData['contexts'] {
  const merged: [string, Readonly<Record<string, unknown>>][] = []
  for (const [name, context] of Object.entries(merge<Readonly<Record<string, unknown>> | null>(outer, own))) {
    if (context !== null) merged.push([name, context])
  }
  return Object.fromEntries(merged)
}

/** By time, since a request's and the process's breadcrumbs interleave. */
function mergeBreadcrumbs(
  outer: readonly SentBreadcrumb[],
  own: readonly SentBreadcrumb[],
): readonly SentBreadcrumb[] {
  if (outer.length === 0 || own.length === 0) return own.length === 0 ? outer : own
  return [...outer, ...own].sort((a, b) => timeOf(a) - timeOf(b)).slice(-maxBreadcrumbs)
}

function timeOf({ timestamp }: SentBreadcrumb): number {
  if (typeof timestamp === 'number') return timestamp
  return typeof timestamp === 'string' ? Date.parse(timestamp) / 1000 || 0 : 0
}
