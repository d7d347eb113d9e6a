import type { CapturedFrame } from './captured-variables.ts'

type Variables = CapturedFrame['vars']

/** What was captured in one request and not asked for yet. */
interface Pending {
  thrown: number
  asked: number
  /** Of the only throw; undefined when there were several. */
  variables: Variables | undefined
}

/** What was captured in one turn of the event loop. */
class Turn {
  readonly byContext = new WeakMap<object, Pending>()
  /** How many have variables that were not asked for. */
  waiting = 0
}

/**
 * Variables that were captured just before their error was made, by what was being done then. An error is given the
 * variables of its own throw or none: where one request has thrown several times before it reports, nothing tells which
 * variables are whose. They are kept for one turn of the event loop and the next, in which no throw was missed: Express,
 * for one, may hand an error over with `setImmediate`.
 */
export class PendingCaptures {
  #thisTurn = new Turn()
  #lastTurn = new Turn()

  /** Whether there are variables that their error may still ask for. */
  get isWaiting(): boolean {
    return this.#thisTurn.waiting + this.#lastTurn.waiting > 0
  }

  /** Keeps variables for the error that is about to be made; without, others of its context are uncertain. */
  add(context: object, variables: Variables | undefined): void {
    const turn = this.#turnOf(context)
    const pending = turn?.byContext.get(context)
    if (turn === undefined || pending === undefined) {
      this.#thisTurn.byContext.set(context, { thrown: 1, asked: 0, variables })
      if (variables !== undefined) this.#thisTurn.waiting++
    } else {
      if (pending.variables !== undefined) turn.waiting--
      Object.assign(pending, { thrown: pending.thrown + 1, variables: undefined })
    }
  }

  /** Returns the variables of an error that was thrown in this context, when they are certainly its own. */
  claim(context: object): Variables | undefined {
    const turn = this.#turnOf(context)
    const pending = turn?.byContext.get(context)
    if (turn === undefined || pending === undefined) return undefined
    const { variables } = pending
    if (variables !== undefined) turn.waiting--
    if (++pending.asked >= pending.thrown) turn.byContext.delete(context)
    return variables
  }

  /** Forgets what is from before this turn. */
  endTurn(): void {
    this.#lastTurn = this.#thisTurn
    this.#thisTurn = new Turn()
  }

  /** Forgets all that was not asked for. */
  clear(): void {
    this.#thisTurn = new Turn()
    this.#lastTurn = new Turn()
  }

  #turnOf(context: object): Turn | undefined {
    return [this.#thisTurn, this.#lastTurn].find(({ byContext }) => byContext.has(context))
  }
}
