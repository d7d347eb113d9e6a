import { AsyncLocalStorage } from 'node:async_hooks'
import type { CapturedThrow } from './captured-frame.ts'

/** A throw of something that is no object, so that nothing else can tell which throw it was. */
interface PlainThrow {
  readonly value: unknown
  readonly captured: CapturedThrow
  /** The request in which it was thrown. */
  readonly request: object | undefined
}

const maxKept = 20

/** The request that runs: adapters and the application enter it while errors are debugged. */
const requests = new AsyncLocalStorage<object>()

/** Enters a request, so that what is thrown in it is known to be of it. Returns the function that leaves it. */
export function enterAsRequest(request: object): () => void {
  const outer = requests.getStore()
  requests.enterWith(request)
  // What `getStore` may return can be entered; its type has it only for storages that are declared with it.
  return () => requests.enterWith(outer as object)
}

/** Returns the request that runs; undefined outside of one. */
export function runningRequest(): object | undefined {
  return requests.getStore()
}

/**
 * The last strings, numbers and the like that were thrown, at most 20. They are told apart by value and request; outside
 * of requests the last one of the same value is taken.
 */
export class RecentPlainThrows {
  readonly #recent: PlainThrow[] = []

  add(value: unknown, captured: CapturedThrow): void {
    const request = requests.getStore()
    // A rethrow has lost the frames below it.
    if (request !== undefined && this.#find(value, request) !== undefined) return
    this.#recent.push({ value, captured, request })
    if (this.#recent.length > maxKept) this.#recent.shift()
  }

  of(value: unknown): CapturedThrow | undefined {
    return this.#find(value, requests.getStore())?.captured
  }

  #find(value: unknown, request: object | undefined): PlainThrow | undefined {
    return this.#recent.findLast((one) => Object.is(one.value, value) && one.request === request)
  }
}
