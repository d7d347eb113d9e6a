import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common'
import type { Errors, Scope } from '../handlers/errors.ts'
import { isScope } from './is-scope.ts'
import { answerNestFailure } from './nest-failure.ts'
import { type NestPlatform, watchRequests } from './nest-platform.ts'

/** What Nest's `NestFactory.create` returns, as far as it is used here. */
export interface NestApplication {
  readonly getHttpAdapter: () => NestPlatform
  readonly useGlobalFilters: (...filters: ExceptionFilter[]) => unknown
}

/**
 * Has the errors of a Nest application, on Express or on Fastify, answered by error handlers: a global filter that takes
 * everything. Filters bound to a controller or a route come first. Call it before `listen` or `init`; returns what it
 * was given.
 *
 * @throws {TypeError} on another platform than Express and Fastify.
 */
export function attach<App extends NestApplication>(app: App, errors: Errors<ArgumentsHost>): App {
  if (isScope(errors)) throw new TypeError('attach(app, errors) takes no scope; use scopeFilter(scope)')
  if (typeof app.getHttpAdapter !== 'function') throw new TypeError('attach() takes an application of Nest')
  watchRequests(app.getHttpAdapter(), errors)
  app.useGlobalFilters(filterOf(errors, []))
  return app
}

/**
 * Returns a filter for `@UseFilters(...)` on a controller or a route: its errors are looked up in the scope first.
 * Routes that Nest does not find never come here (LKP-14).
 */
export function scopeFilter(scope: Scope<ArgumentsHost>): ExceptionFilter {
  return filterOf(scope.errors, scope.path)
}

function filterOf(errors: Errors<ArgumentsHost>, scopes: readonly string[]): ExceptionFilter {
  return {
    catch: (thrown: unknown, host: ArgumentsHost): void | Promise<void> => {
      // Gateways, microservices and GraphQL have no HTTP answer: their own filters go on with the error.
      if (host.getType() !== 'http') throw thrown
      return answerNestFailure(thrown, { errors, scopes, host })
    },
  }
}
