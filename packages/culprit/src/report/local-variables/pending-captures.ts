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
 * variables are whose. They are kept for one turn of the event loop and the next, in which no throw was missed: Express,
 * for one, hands an error over with `setImmediate`.
 */
export class PendingCaptures {
  #thisTurn = new WeakMap<object, Pending>()
  #lastTurn = new WeakMap<object, Pending>()

  /** Keeps variables for the error that is about to be made; without, others of its context are uncertain. */
  add(context: object, variables: Variables | undefined): void {
    const pending = this.#of(context)
    if (pending === undefined) this.#thisTurn.set(context, { thrown: 1, asked: 0, variables })
    else Object.assign(pending, { thrown: pending.thrown + 1, variables: undefined })
  }

  /** Returns the variables of an error that was thrown in this context, when they are certainly its own. */
  claim(context: object): Variables | undefined {
    const pending = this.#of(context)
    if (pending === undefined) return undefined
    if (++pending.asked >= pending.thrown) {
      this.#thisTurn.delete(context)
      this.#lastTurn.delete(context)
    }
    return pending.variables
  }

  /** Forgets what is from before this turn. */
  endTurn(): void {
    this.#lastTurn = this.#thisTurn
    this.#thisTurn = new WeakMap()
  }

  /** Forgets all that was not asked for. */
  clear(): void {
    this.#thisTurn = new WeakMap()
    this.#lastTurn = new WeakMap()
  }

  #of(context: object): Pending | undefined {
    return this.#thisTurn.get(context) ?? this.#lastTurn.get(context)
  }
}
