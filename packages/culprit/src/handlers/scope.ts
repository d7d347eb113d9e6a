import type { AfterError } from './after-error.ts'
import type { ScopePath } from './application-scopes.ts'
import { checkFunction } from './check-function.ts'
import type { Teardown } from './error-events.ts'
import { toHandlerKey } from './handler-key.ts'
import { type Registration, ScopeRegistrar } from './handler-registrar.ts'
import { applicationScope } from './registry.ts'
import type { ScopeDefinition, ScopeOptions } from './scope-definition.ts'
import type { Setup } from './setup.ts'

/** Where a scope stands and what it is called. */
export interface ScopePlace {
  readonly name: string
  readonly parent: ScopePath
  readonly owner?: object | undefined
}

/**
 * A part of an application (a router, a plugin, a sub-application) with error handlers of its own, which take precedence
 * for requests whose route is in it. Made by `errors.scope`, `scope.scope` and `errors.registerScope`.
 */
export class ScopeOf<in Context, out Owner> extends ScopeRegistrar<Context> {
  readonly name: string
  /** The names of all scopes around it and its own, joined by dots: `admin.users`. */
  readonly fullName: string
  /** Full names, innermost first: `['admin.users', 'admin']`. What an incident's `scopes` are. */
  readonly path: ScopePath
  /** The application it is a part of. */
  readonly errors: Owner
  readonly #setup: Setup<Context>

  constructor(errors: Owner, setup: Setup<Context>, { name, parent, owner }: ScopePlace) {
    super()
    setup.assertOpen('scope')
    this.name = name
    this.path = setup.scopes.claim({ parent, name, owner: owner ?? this })
    this.fullName = this.path[0] ?? name
    this.errors = errors
    this.#setup = setup
  }

  /** Returns a new scope inside this one. */
  scope(name: string): ScopeOf<Context, Owner> {
    return new ScopeOf(this.errors, this.#setup, { name, parent: this.path })
  }

  /** Returns a scope inside this one with everything that a definition asks for. */
  registerScope(definition: ScopeDefinition<Context>, options?: ScopeOptions): ScopeOf<Context, Owner> {
    return registerDefinition(
      { errors: this.errors, setup: this.#setup, parent: this.path },
      definition,
      options,
    )
  }

  /** Registers a function that sees the error answers of this scope. */
  afterError<Fn extends AfterError<Context>>(fn: Fn): Fn {
    this.#setup.assertOpen('afterError')
    checkFunction(fn, 'afterError')
    this.#setup.afterErrors.add(this.fullName, fn)
    return fn
  }

  /** Registers a function for the end of the requests of this scope. */
  teardown<Fn extends Teardown<Context>>(fn: Fn): Fn {
    this.#setup.assertOpen('teardown')
    checkFunction(fn, 'teardown')
    this.#setup.teardowns.add(this.fullName, fn)
    return fn
  }

  protected override setHandler({ method, codeOrClass, handler }: Registration<Context>): void {
    this.#setup.assertOpen(method)
    this.#setup.registry.set({ scope: this.fullName, key: toHandlerKey(codeOrClass), handler })
  }

  protected override setAppHandler({ method, codeOrClass, handler }: Registration<Context>): void {
    this.#setup.assertOpen(method)
    this.#setup.registry.set({ scope: applicationScope, key: toHandlerKey(codeOrClass), handler })
  }
}

/** Where a definition is registered. */
export interface DefinitionPlace<Context, Owner> {
  readonly errors: Owner
  readonly setup: Setup<Context>
  readonly parent: ScopePath
}

/** Returns a new scope with everything that a definition asks for. */
export function registerDefinition<Context, Owner>(
  { errors, setup, parent }: DefinitionPlace<Context, Owner>,
  definition: ScopeDefinition<Context>,
  options: ScopeOptions = {},
): ScopeOf<Context, Owner> {
  setup.assertOpen('registerScope')
  const scope = new ScopeOf(errors, setup, {
    name: options.name ?? definition.name,
    parent,
    owner: definition,
  })
  definition.playTo({
    fileHandler: (key, handler) => setup.registry.set({ scope: scope.fullName, key, handler }),
    fileAppHandler: (key, handler) => setup.registry.set({ scope: applicationScope, key, handler }),
    afterError: (fn) => scope.afterError(fn),
    teardown: (fn) => scope.teardown(fn),
    registerScope: (child, childOptions) => void scope.registerScope(child, childOptions),
  })
  return scope
}
