import { describeThrown, isError } from './describe-thrown.ts'

const MAX_LINKS = 32

/** How a link came into the chain: thrown itself, the `cause` of its parent, or one of its parent's `errors`. */
export type ChainRelation = 'raised' | 'cause' | 'aggregate'

/**
 * One error of a chain. `type` is the class name (for a thrown non-error what it is: `string`, `undefined`,
 * `Object` ...), `parent` the index of the link that holds this one (absent for the raised one), `thrown` the
 * value itself. `type`, `message` and `stack` are bounded at 256, 8,192 and 262,144 characters.
 */
export interface ChainLink {
  readonly type: string
  readonly message: string
  readonly stack?: string | undefined
  readonly relation: ChainRelation
  readonly parent?: number | undefined
  readonly isError: boolean
  readonly thrown: unknown
}

/** A value that waits for its turn. */
interface Pending {
  readonly value: unknown
  readonly relation: ChainRelation
  readonly parent?: number | undefined
}

/**
 * Returns the thrown value and all it was caused by as a flat list, outermost first: each error is followed by
 * its cause's chain and then by its aggregated errors. At most 32 links; an object that comes up again is left
 * out, so cycles end. Never throws: what cannot be read (throwing getters, revoked proxies) is taken as absent.
 */
export function errorChain(thrown: unknown): readonly ChainLink[] {
  const links: ChainLink[] = []
  const seen = new Set<unknown>()
  const pending: Pending[] = [{ value: thrown, relation: 'raised' }]
  while (links.length < MAX_LINKS) {
    const next = pending.pop()
    if (next === undefined) break
    if (isObject(next.value) && seen.has(next.value)) continue
    seen.add(next.value)
    const index = links.push(linkOf(next)) - 1
    // A stack: what is pushed last comes first.
    pending.push(...aggregated(next.value, index).reverse(), ...causes(next.value, index))
  }
  return links
}

function linkOf({ value, relation, parent }: Pending): ChainLink {
  const description = describeThrown(value)
  return parent === undefined
    ? { ...description, relation, thrown: value }
    : { ...description, relation, parent, thrown: value }
}

function causes(value: unknown, parent: number): readonly Pending[] {
  const cause = readProperty(value, 'cause')
  return cause === undefined || cause === null ? [] : [{ value: cause, relation: 'cause', parent }]
}

function aggregated(value: unknown, parent: number): Pending[] {
  const errors = readProperty(value, 'errors')
  const out: Pending[] = []
  try {
    if (!isErrorLike(value) || !Array.isArray(errors)) return out
    for (let at = 0; at < errors.length && at < MAX_LINKS; at++)
      out.push({ value: errors[at], relation: 'aggregate', parent })
  } catch {
    // A proxy may throw at any touch; what was read so far is kept.
  }
  return out
}

/** Validation libraries keep plain objects in `errors` of plain objects; only an error's are a part of the chain. */
function isErrorLike(value: unknown): boolean {
  return isObject(value) && isError(value)
}

function readProperty(value: unknown, key: string): unknown {
  try {
    return isObject(value) ? Reflect.get(value, key) : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
