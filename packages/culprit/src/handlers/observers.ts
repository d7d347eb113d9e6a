import { checkFunction } from './check-function.ts'
import { type ErrorEvents, type ErrorObserver, type EventName, eventNames } from './error-events.ts'
import type { ErrorLog } from './error-log.ts'

/**
 * Who wants to be told what of one application. Observers are told in the order in which they subscribed, each whatever
 * became of the others; their promises are not waited for, since no visitor should wait for a reporter.
 */
export class Observers<Context> {
  readonly #observers = new Map<string, readonly AnyObserver[]>()

  /**
   * Subscribes, and returns the function that unsubscribes.
   *
   * @throws {TypeError} when there is no such event, or the observer is no function.
   */
  on<Name extends EventName>(name: Name, observer: ErrorObserver<ErrorEvents<Context>[Name]>): () => void {
    if (!eventNames.includes(name)) {
      throw new TypeError(`There is no event ${JSON.stringify(name)}, only ${eventNames.join(', ')}.`)
    }
    checkFunction(observer, 'on')
    // A wrapper of its own, so that subscribing twice is two subscriptions.
    const own: AnyObserver = (event) => observer(event as ErrorEvents<Context>[Name])
    this.#observers.set(name, [...(this.#observers.get(name) ?? []), own])
    return () => {
      this.#observers.set(
        name,
        (this.#observers.get(name) ?? []).filter((one) => one !== own),
      )
    }
  }

  /** Whether anybody wants to be told. */
  has(name: EventName): boolean {
    return (this.#observers.get(name)?.length ?? 0) > 0
  }

  /** Tells all of them. What they throw, or reject with, is logged. */
  emit<Name extends EventName>(name: Name, event: ErrorEvents<Context>[Name], log: ErrorLog): void {
    for (const observer of this.#observers.get(name) ?? []) {
      const failed = (error: unknown): void =>
        log.error(`Observer of '${name}' failed`, error, event.reference)
      try {
        const done = observer(event)
        if (done instanceof Promise) done.catch(failed)
      } catch (error) {
        failed(error)
      }
    }
  }
}

type AnyObserver = (event: unknown) => void | Promise<void>
