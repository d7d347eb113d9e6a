import type { AfterError } from './after-error.ts'
import { ApplicationScopes } from './application-scopes.ts'
import type { Teardown } from './error-events.ts'
import { HandlerRegistry } from './registry.ts'
import { ScopedFunctions } from './scoped-functions.ts'
import { SetupError } from './setup-error.ts'

/** All that is registered on one application and its scopes; open until the first request. */
export class Setup<Context> {
  readonly registry: HandlerRegistry<Context> = new HandlerRegistry()
  readonly afterErrors: ScopedFunctions<AfterError<Context>> = new ScopedFunctions()
  readonly teardowns: ScopedFunctions<Teardown<Context>> = new ScopedFunctions()
  readonly scopes: ApplicationScopes = new ApplicationScopes()
  /** Whether the application has handled a request. Written for each request, so it is a plain field. */
  isSealed = false

  /** @throws {SetupError} when the application has handled a request already (REG-13). */
  assertOpen(method: string): void {
    if (!this.isSealed) return
    throw new SetupError(
      `The setup method '${method}' can no longer be called on the application. It has already handled its first request, any changes will not be applied consistently.\nMake sure all imports, decorators, functions, etc. needed to set up the application are done before running it.`,
    )
  }
}
