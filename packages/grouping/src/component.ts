/**
 * A node of the tree that explains a hash. Leaves are strings; only the leaves of contributing components count.
 * `hint` says in a few words why a part does not contribute or what was done to it. A stack trace shows at most
 * 32 contributing and 32 other frames, those nearest the throw.
 *
 * @example { id: 'frame', contributes: true, values: [{ id: 'function', contributes: true, values: ['load'] }] }
 */
export interface Component {
  readonly id: string
  readonly contributes: boolean
  readonly hint?: string | undefined
  readonly values: readonly (string | Component)[]
}

/** Returns a component that contributes when one of its values does: a text, or a component that contributes. */
export function component(id: string, values: readonly (string | Component)[], hint?: string): Component {
  const contributes = values.some((value) => typeof value === 'string' || value.contributes)
  return hint === undefined ? { id, contributes, values } : { id, contributes, hint, values }
}

/** Returns the component switched off, with the reason. Its values stay, to be shown. */
export function without(part: Component, hint: string): Component {
  return { id: part.id, contributes: false, hint, values: part.values }
}

/**
 * Returns the text that is hashed: every contributing leaf with its component's id and its length, so that
 * neither ("ab", "c") and ("a", "bc") nor a module and a function of one name can be confused.
 */
export function canonicalText(part: Component): string {
  if (!part.contributes) return ''
  let out = ''
  for (const value of part.values) {
    out += typeof value === 'string' ? `${part.id}:${value.length}:${value};` : canonicalText(value)
  }
  return out
}
