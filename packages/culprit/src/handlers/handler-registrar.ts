import type { ExceptionOf } from '../http/default-exceptions.ts'
import type { ErrorClass, ErrorHandler } from './error-handler.ts'
import type { AnyErrorHandler } from './registry.ts'

/** Gives a handler back as it is, after registering it. */
export type HandlerDecorator<E extends Error, Context> = <Handler extends ErrorHandler<E, Context>>(
  handler: Handler,
) => Handler

/** What a call registers, before it is checked. */
export interface Registration<Context> {
  /** The name of the method that was called, for messages. */
  readonly method: string
  readonly codeOrClass: unknown
  readonly handler: AnyErrorHandler<Context>
}

/** The two ways to register an error handler, which applications, scopes and definitions of scopes have. */
export abstract class HandlerRegistrar<Context> {
  registerErrorHandler<Code extends number, Handler extends ErrorHandler<ExceptionOf<Code>, Context>>(
    code: Code,
    handler: Handler,
  ): Handler
  registerErrorHandler<E extends Error, Handler extends ErrorHandler<E, Context>>(
    errorClass: ErrorClass<E>,
    handler: Handler,
  ): Handler
  /**
   * Registers a handler for a status code of the default table or for a class of errors, and returns it unchanged. The
   * last one registered for a code or class counts; `404` and `NotFound` are the same.
   *
   * @throws {RangeError|TypeError} when there can be no handler for it; see `toHandlerKey`.
   * @throws {SetupError} when it is too late.
   */
  registerErrorHandler(codeOrClass: unknown, handler: AnyErrorHandler<Context>): AnyErrorHandler<Context> {
    this.setHandler({ method: 'registerErrorHandler', codeOrClass, handler })
    return handler
  }

  errorHandler<Code extends number>(code: Code): HandlerDecorator<ExceptionOf<Code>, Context>
  errorHandler<E extends Error>(errorClass: ErrorClass<E>): HandlerDecorator<E, Context>
  /** `registerErrorHandler` in two steps, so that one function can go through several. */
  errorHandler(codeOrClass: unknown): HandlerDecorator<never, Context> {
    return (handler) => {
      this.setHandler({ method: 'errorHandler', codeOrClass, handler })
      return handler
    }
  }

  protected abstract setHandler(registration: Registration<Context>): void
}

/** What a scope has besides: handlers for the whole application. */
export abstract class ScopeRegistrar<Context> extends HandlerRegistrar<Context> {
  registerAppErrorHandler<Code extends number, Handler extends ErrorHandler<ExceptionOf<Code>, Context>>(
    code: Code,
    handler: Handler,
  ): Handler
  registerAppErrorHandler<E extends Error, Handler extends ErrorHandler<E, Context>>(
    errorClass: ErrorClass<E>,
    handler: Handler,
  ): Handler
  /** Registers a handler for the errors of all requests of the application, and returns it unchanged (REG-4). */
  registerAppErrorHandler(codeOrClass: unknown, handler: AnyErrorHandler<Context>): AnyErrorHandler<Context> {
    this.setAppHandler({ method: 'registerAppErrorHandler', codeOrClass, handler })
    return handler
  }

  appErrorHandler<Code extends number>(code: Code): HandlerDecorator<ExceptionOf<Code>, Context>
  appErrorHandler<E extends Error>(errorClass: ErrorClass<E>): HandlerDecorator<E, Context>
  /** `registerAppErrorHandler` in two steps. */
  appErrorHandler(codeOrClass: unknown): HandlerDecorator<never, Context> {
    return (handler) => {
      this.setAppHandler({ method: 'appErrorHandler', codeOrClass, handler })
      return handler
    }
  }

  protected abstract setAppHandler(registration: Registration<Context>): void
}
