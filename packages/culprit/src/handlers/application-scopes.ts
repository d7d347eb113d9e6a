import { checkScopeName } from './scope-name.ts'

/** A place in the tree of scopes: full names innermost first (`['admin.users', 'admin']`), the application's is `[]`. */
export type ScopePath = readonly string[]

/** What wants a name among the scopes of an application. */
export interface ScopeClaim {
  /** Where it is nested. */
  readonly parent: ScopePath
  readonly name: string
  /** What the name stands for: the definition, or the scope itself when it has none. */
  readonly owner: object
}

/** The names of the scopes of one application, each given once. */
export class ApplicationScopes {
  readonly #owners = new Map<string, object>()

  /**
   * Returns the path of a new scope: full name first, then its parents.
   *
   * @throws {RangeError} when the name cannot be one (REG-16) or is taken (REG-18).
   */
  claim({ parent, name, owner }: ScopeClaim): ScopePath {
    checkScopeName(name)
    const fullName = parent[0] === undefined ? name : `${parent[0]}.${name}`
    const taken = this.#owners.get(fullName)
    if (taken !== undefined) {
      const which = taken === owner ? 'this' : 'a different'
      const at = fullName === name ? '' : ` '${fullName}'`
      throw new RangeError(
        `The name '${name}' is already registered for ${which} scope${at}. Use 'name' to provide a unique name.`,
      )
    }
    this.#owners.set(fullName, owner)
    return [fullName, ...parent]
  }
}
