import type { ArgumentsHost } from '@nestjs/common'
import type { IncomingMessage } from 'node:http'

const failed: unique symbol = Symbol('culprit.nest-failure')

/** With what the first error of a request was dispatched; its teardown functions get the same. */
export interface DispatchedWith {
  readonly host: ArgumentsHost
  readonly scopes: readonly string[]
}

interface FailedMark {
  [failed]?: DispatchedWith | undefined
}

/** Keeps with what the first error of a request was dispatched. */
export function rememberFailure(req: IncomingMessage & FailedMark, dispatched: DispatchedWith): void {
  req[failed] ??= dispatched
}

/** Returns with what the first error of a request was dispatched; undefined when none was. */
export function failureOf(req: IncomingMessage & FailedMark): DispatchedWith | undefined {
  return req[failed]
}

/** What teardown functions are given for a request in which nothing failed; Nest makes hosts for errors only. */
export class HttpHost implements ArgumentsHost {
  readonly #args: readonly [req: object, res: object]

  constructor(req: object, res: object) {
    this.#args = [req, res]
  }

  // The type arguments are claims of the caller, here as in Nest's own implementation.
  getArgs<T extends unknown[] = unknown[]>(): T {
    return [...this.#args] as unknown[] as T
  }

  getArgByIndex<T = unknown>(index: number): T {
    return this.#args[index] as T
  }

  getType<Type extends string = 'http'>(): Type {
    const type: string = 'http'
    return type as Type
  }

  switchToHttp(): ReturnType<ArgumentsHost['switchToHttp']> {
    return {
      getRequest: <T>() => this.getArgByIndex<T>(0),
      getResponse: <T>() => this.getArgByIndex<T>(1),
      getNext: <T>() => this.getArgByIndex<T>(2),
    }
  }

  switchToRpc(): ReturnType<ArgumentsHost['switchToRpc']> {
    return { getData: <T>() => this.getArgByIndex<T>(0), getContext: <T>() => this.getArgByIndex<T>(1) }
  }

  switchToWs(): ReturnType<ArgumentsHost['switchToWs']> {
    return {
      getClient: <T>() => this.getArgByIndex<T>(0),
      getData: <T>() => this.getArgByIndex<T>(1),
      getPattern: () => '',
    }
  }
}
