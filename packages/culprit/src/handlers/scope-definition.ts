import type { AfterError } from './after-error.ts'
import { checkFunction } from './check-function.ts'
import type { Teardown } from './error-events.ts'
import { type Registration, ScopeRegistrar } from './handler-registrar.ts'
import { type HandlerKey, toHandlerKey } from './handler-key.ts'
import type { AnyErrorHandler } from './registry.ts'
import { checkScopeName } from './scope-name.ts'
import { SetupError } from './setup-error.ts'

/** The name a definition is registered under, where it is not its own. */
export interface ScopeOptions {
  readonly name?: string | undefined
}

/** What a definition is played to when it is registered: a scope of an application. */
export interface ScopeTarget<out Context> {
  readonly fileHandler: (key: HandlerKey, handler: AnyErrorHandler<Context>) => void
  readonly fileAppHandler: (key: HandlerKey, handler: AnyErrorHandler<Context>) => void
  readonly afterError: (fn: AfterError<Context>) => void
  readonly teardown: (fn: Teardown<Context>) => void
  /** A method, so that a definition whose handlers need no context fits every application. */
  registerScope(definition: ScopeDefinition<Context>, options?: ScopeOptions): void
}

/** One thing a definition asks for; `first` is true the first time the definition is registered. */
type Step<in Context> = (target: ScopeTarget<Context>, first: boolean) => void

/**
 * A scope that is written apart from any application (a blueprint), for a module that several applications use. What is
 * registered on it takes effect when an application registers it, under each name that it is registered with (REG-19).
 */
export class ScopeDefinition<in Context = unknown> extends ScopeRegistrar<Context> {
  readonly name: string
  readonly #steps: Step<Context>[] = []
  readonly #children: ScopeDefinition<Context>[] = []
  #registered = false

  /** @throws {RangeError} when the name is empty or has a dot. */
  constructor(name: string) {
    super()
    this.name = checkScopeName(name)
  }

  /** Registers a function that sees the error answers of this scope. */
  afterError<Fn extends AfterError<Context>>(fn: Fn): Fn {
    checkFunction(fn, 'afterError')
    this.#record('afterError', (target) => target.afterError(fn))
    return fn
  }

  /** Registers a function for the end of the requests of this scope. */
  teardown<Fn extends Teardown<Context>>(fn: Fn): Fn {
    checkFunction(fn, 'teardown')
    this.#record('teardown', (target) => target.teardown(fn))
    return fn
  }

  /**
   * Nests another definition in this one.
   *
   * @throws {RangeError} when it is this one, or has this one somewhere in itself (REG-17).
   */
  registerScope(definition: ScopeDefinition<Context>, options?: ScopeOptions): void {
    if (definition.#contains(this)) throw new RangeError('Cannot register a scope on itself')
    this.#record('registerScope', (target) => target.registerScope(definition, options))
    this.#children.push(definition)
  }

  /** Plays everything to a scope of an application. Applications call it, nobody else. */
  playTo(target: ScopeTarget<Context>): void {
    const first = !this.#registered
    this.#registered = true
    for (const step of this.#steps) step(target, first)
  }

  protected override setHandler({ method, codeOrClass, handler }: Registration<Context>): void {
    const key = toHandlerKey(codeOrClass)
    this.#record(method, (target) => target.fileHandler(key, handler))
  }

  /** Once, however often the definition is registered (REG-4). */
  protected override setAppHandler({ method, codeOrClass, handler }: Registration<Context>): void {
    const key = toHandlerKey(codeOrClass)
    this.#record(method, (target, first) => {
      if (first) target.fileAppHandler(key, handler)
    })
  }

  #contains(other: ScopeDefinition<Context>): boolean {
    return this === other || this.#children.some((child) => child.#contains(other))
  }

  #record(method: string, step: Step<Context>): void {
    if (this.#registered) {
      throw new SetupError(
        `The setup method '${method}' can no longer be called on the scope '${this.name}'. It has already been registered at least once, any changes will not be applied consistently.\nMake sure all imports, decorators, functions, etc. needed to set up the scope are done before registering it.`,
      )
    }
    this.#steps.push(step)
  }
}

/** Returns a new scope apart from any application. */
export function defineScope<Context = unknown>(name: string): ScopeDefinition<Context> {
  return new ScopeDefinition<Context>(name)
}
