/**
 * A node of the tree that explains a hash. Leaves are strings; only the leaves of contributing components count.
 * `hint` says in a few words why a part does not contribute or what was done to it.
 *
 * @example { id: 'frame', contributes: true, values: [{ id: 'function', contributes: true, values: ['load'] }] }
 */
export interface Component {
  readonly id: string
  readonly contributes: boolean
  readonly hint?: string | undefined
  readonly values: readonly (string | Component)[]
}
