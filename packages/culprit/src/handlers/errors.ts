import type { AbortArguments } from '../http/abort.ts'
import type { AfterError } from './after-error.ts'
import type { Answer } from './answer.ts'
import { checkFunction } from './check-function.ts'
import { isDisconnected, noteDisconnected } from './disconnected.ts'
import { dispatch } from './dispatch.ts'
import type { ErrorDebugger } from './error-debugger.ts'
import type { ErrorEvents, ErrorObserver, EventName, Teardown } from './error-events.ts'
import type { Eventually } from './eventually.ts'
import { toFailure } from './failure.ts'
import { toHandlerKey } from './handler-key.ts'
import { HandlerRegistrar, type Registration } from './handler-registrar.ts'
import type { Incident } from './incident.ts'
import { lastResort } from './last-resort.ts'
import { Observers } from './observers.ts'
import { type ErrorsOptions, toErrorSettings, withDefaults } from './options.ts'
import type { ErrorPipeline } from './pipeline.ts'
import { quietLog } from './quiet-log.ts'
import { References } from './reference.ts'
import { applicationScope } from './registry.ts'
import type { RequestOrigin } from './request-origin.ts'
import { registerDefinition, ScopeOf } from './scope.ts'
import type { ScopeDefinition, ScopeOptions } from './scope-definition.ts'
import { Setup } from './setup.ts'
import { SetupError } from './setup-error.ts'
import { type RequestOutcome, runTeardown } from './teardown.ts'
import { UnhandledErrors } from './unhandled-errors.ts'

/** A scope of an application, bound by an adapter to a part of it. */
export type Scope<Context = unknown> = ScopeOf<Context, Errors<Context>>

/**
 * The errors of one application: its handlers, scopes and observers, and what becomes of an error in a request. Several
 * applications in one process have one each and do not touch each other. Everything is registered before the first
 * request; only observers can come and go later.
 */
export class Errors<in Context = unknown> extends HandlerRegistrar<Context> {
  readonly #setup = new Setup<Context>()
  readonly #references = new References()
  readonly #defaults: ErrorsOptions
  #pipeline: ErrorPipeline<Context>
  #isInitialised: boolean

  /**
   * `defaults` stand in for options that are not given, now or by `init`.
   *
   * @throws {TypeError} when an option is not known or of the wrong type.
   */
  constructor(options?: ErrorsOptions, defaults: ErrorsOptions = {}) {
    super()
    this.#isInitialised = options !== undefined
    this.#defaults = defaults
    const settings = toErrorSettings(withDefaults(options, defaults))
    const { registry, afterErrors } = this.#setup
    const observers = new Observers<Context>()
    const log = quietLog(settings.log)
    const unhandledErrors = new UnhandledErrors()
    this.#pipeline = {
      settings,
      registry,
      observers,
      afterErrors,
      unhandledErrors,
      references: this.#references,
      log,
    }
  }

  /**
   * Gives the options later, for factories: handlers may be registered before. Once, and only when the constructor was
   * given none.
   *
   * @throws {SetupError} the second time, and after the first request.
   */
  init(options: ErrorsOptions = {}): this {
    this.#setup.assertOpen('init')
    if (this.#isInitialised) {
      throw new SetupError(
        'This application has its options already. Call init() once, and give the constructor none.',
      )
    }
    const settings = toErrorSettings(withDefaults(options, this.#defaults))
    this.#pipeline = { ...this.#pipeline, settings, log: quietLog(settings.log) }
    this.#isInitialised = true
    return this
  }

  /**
   * Returns a new scope of this application, for an adapter to bind to a part of it.
   *
   * @throws {RangeError} when the name is empty, has a dot or is taken.
   */
  scope(name: string): Scope<Context> {
    return new ScopeOf(this, this.#setup, { name, parent: [] })
  }

  /** Returns a scope with everything that a definition asks for, under its name or another one. */
  registerScope(definition: ScopeDefinition<Context>, options?: ScopeOptions): Scope<Context> {
    return registerDefinition({ errors: this, setup: this.#setup, parent: [] }, definition, options)
  }

  /** The name of the application (LOG-1). */
  get name(): string {
    return this.#pipeline.settings.name
  }

  /** Whether the application is being debugged. */
  get debug(): boolean {
    return this.#pipeline.settings.debug
  }

  /** What answers unhandled errors, and the paths below `/-/culprit/`, while the application is debugged. */
  get debugger(): ErrorDebugger<Context> | undefined {
    return this.#pipeline.debugger
  }

  /** Has unhandled errors answered by a debugger, or by nobody else again. */
  protected debugWith(debugger_: ErrorDebugger<Context> | undefined): void {
    this.#pipeline = { ...this.#pipeline, debugger: debugger_ }
  }

  /** Registers a function that sees, and may replace, every error answer before it is sent. */
  afterError<Fn extends AfterError<Context>>(fn: Fn): Fn {
    this.#setup.assertOpen('afterError')
    checkFunction(fn, 'afterError')
    this.#setup.afterErrors.add(applicationScope, fn)
    return fn
  }

  /** Registers a function for the end of every request; it gets the unhandled error, or null. */
  teardown<Fn extends Teardown<Context>>(fn: Fn): Fn {
    this.#setup.assertOpen('teardown')
    checkFunction(fn, 'teardown')
    this.#setup.teardowns.add(applicationScope, fn)
    return fn
  }

  /** Subscribes to one kind of event, at any time, and returns the function that unsubscribes. */
  on<Name extends EventName, Observer extends ErrorObserver<ErrorEvents<Context>[Name]>>(
    event: Name,
    observer: Observer,
  ): () => void {
    return this.#pipeline.observers.on(event, observer)
  }

  /** Throws the HTTP exception of a status code, by this application's table (ABT-4). */
  abort(response: Response): never
  abort<const Code extends number>(code: Code, ...args: AbortArguments<Code>): never
  abort(code: number | Response, ...args: readonly unknown[]): never {
    this.#pipeline.settings.aborter.abort(code, ...args)
  }

  /** Says that a request begins; from the first one on nothing more can be registered. */
  begin(): void {
    if (!this.#setup.isSealed) this.#setup.isSealed = true
  }

  /**
   * Enters a request, so that an application can keep a context for each; it goes on in what is started from now on.
   * Returns the function that leaves it, to be called in the same turn. Adapters call this where `run` would put
   * functions of the library on the stack of every error, where the application's belong.
   */
  enter(_origin: RequestOrigin): () => void {
    this.begin()
    return nothing
  }

  /** Runs what serves a request in its context. Returns what `serve` returns, and throws what it throws. */
  run<T>(origin: RequestOrigin, serve: () => T): T {
    const leave = this.enter(origin)
    try {
      return serve()
    } finally {
      leave()
    }
  }

  /**
   * Returns the answer to whatever was thrown in a request.
   *
   * @throws the unhandled error itself (`NonErrorThrown` around what is none) when errors are propagated; else nothing.
   */
  async dispatch(thrown: unknown, incident: Incident<Context>): Promise<Answer> {
    return this.answer(thrown, incident)
  }

  /**
   * Does what `dispatch` does, and returns the answer itself where nothing had to be waited for, as when the handler is
   * no async function; adapters save the promises.
   *
   * @param reference what `takeReference` returned, where an adapter sends it before the answer is made
   * @throws the unhandled error, or the promise rejects with it, when errors are propagated; else nothing.
   */
  answer(
    thrown: unknown,
    incident: Incident<Context>,
    reference: string = this.#references.take(thrown, incident.context),
  ): Eventually<Answer> {
    const { settings } = this.#pipeline
    try {
      const failure = toFailure(thrown, { incident, reference, debug: settings.debug })
      const answer = dispatch(failure, this.#pipeline)
      if (!(answer instanceof Promise)) return answer
      return answer.catch((error: unknown) => this.#lastAnswer(error, reference, incident))
    } catch (error) {
      return this.#lastAnswer(error, reference, incident)
    }
  }

  /** What came out of dispatch is propagated, or a fault of dispatch itself. */
  #lastAnswer(error: unknown, reference: string, incident: Incident<Context>): Answer {
    const { settings, log } = this.#pipeline
    if (settings.propagate) throw error
    log.error('Dispatching an error failed', error, reference, incident.request)
    return lastResort(reference)
  }

  /**
   * Takes an error that came after the headers were sent: it is logged once and observers of 'broken' are told. No
   * handler is called (DSP-16); the adapter destroys the connection, so that the client sees the failure (WZD-14).
   */
  broken(thrown: unknown, incident: Incident<Context>): void {
    const { settings, log, observers } = this.#pipeline
    const reference = this.#references.take(thrown, incident.context)
    const failure = toFailure(thrown, { incident, reference, debug: settings.debug })
    if (isDisconnected(failure)) return noteDisconnected(failure, this.#pipeline)
    const { request, scopes, context } = incident
    const message = `Exception on ${request.path} [${request.method}] after the headers were sent`
    log.error(message, failure.error, reference, request)
    observers.emit('broken', { error: thrown, request, scopes, context, reference }, log)
  }

  /** Whether anything is registered for the end of requests; adapters skip it otherwise. */
  get hasTeardown(): boolean {
    return !this.#setup.teardowns.isEmpty
  }

  /** Runs the teardown functions of a request that has ended. Never rejects; what they throw is logged. */
  runTeardown(outcome: RequestOutcome<Context>): Promise<void> {
    return runTeardown(this.#setup.teardowns, outcome, this.#pipeline.log)
  }

  /** Returns the error of a request that reached the 500 step, by its context object; null when there was none. */
  unhandledErrorOf(context: Context): Error | null {
    return this.#pipeline.unhandledErrors.of(context) ?? null
  }

  /**
   * Returns the reference id of an error: 32 hex digits, the same that its log line and its page have. Adapters give the
   * request's context, so that strings and the like have one id in a request, and shared errors one for each request.
   */
  referenceOf(error: unknown, context?: Context): string {
    return this.#references.of(error, context)
  }

  /** Returns the id of an error that is dispatched now, for `answer`. */
  takeReference(error: unknown, context: Context): string {
    return this.#references.take(error, context)
  }

  protected override setHandler({ method, codeOrClass, handler }: Registration<Context>): void {
    this.#setup.assertOpen(method)
    this.#setup.registry.set({ scope: applicationScope, key: toHandlerKey(codeOrClass), handler })
  }
}

function nothing(): void {}
