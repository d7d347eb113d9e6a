import { applicationScope } from './registry.ts'

/** Functions registered on scopes and on the application, given back in the order in which they run at the end of a request. */
export class ScopedFunctions<Fn> {
  readonly #scopes = new Map<string, Fn[]>()

  /** Whether nothing is registered anywhere. */
  get isEmpty(): boolean {
    return this.#scopes.size === 0
  }

  /** Adds a function to a scope, or to the application under its name. */
  add(scope: string, fn: Fn): void {
    const fns = this.#scopes.get(scope)
    if (fns === undefined) this.#scopes.set(scope, [fn])
    else fns.push(fn)
  }

  /** Returns innermost scope first and the application last, each in reverse order of registration (FIN-1, TRD-3). */
  inOrder(scopes: readonly string[]): readonly Fn[] {
    return [...scopes, applicationScope].flatMap((scope) => this.#scopes.get(scope)?.toReversed() ?? [])
  }
}
