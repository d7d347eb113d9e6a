import type { CapturedFrame } from './captured-variables.ts'

type Variables = CapturedFrame['vars']

/** What was captured in one request and not asked for yet. */
interface Pending {
  thrown: number
  asked: number
  /** Of the only throw; undefined when there were several. */
  variables: Variables | undefined
}

/**
 * Variables that were captured just before their error was made, by what was being done then. An error is given the
 * variables of its own throw or none: where one request has thrown several times before it reports, nothing tells which
 * variables are whose. They are kept for one turn of the event loop, in which no throw was missed.
 */
export class PendingCaptures {
  #byContext = new WeakMap<object, Pending>()

  /** Keeps variables for the error that is about to be made. */
  add(context: object, variables: Variables): void {
    const pending = this.#byContext.get(context)
    if (pending === undefined) this.#byContext.set(context, { thrown: 1, asked: 0, variables })
    else Object.assign(pending, { thrown: pending.thrown + 1, variables: undefined })
  }

  /** Returns the variables of an error that was thrown in this context, when they are certainly its own. */
  claim(context: object): Variables | undefined {
    const pending = this.#byContext.get(context)
    if (pending === undefined) return undefined
    if (++pending.asked >= pending.thrown) this.#byContext.delete(context)
    return pending.variables
  }

  /** Forgets all that was not asked for. */
  clear(): void {
    this.#byContext = new WeakMap()
  }
}
