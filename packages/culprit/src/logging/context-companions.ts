import { Given } from '../handlers/given.ts'

/** Knows what goes along with contexts beside their fields: those inside of a context have its companion, too. */
export interface ContextCompanions {
  /** Returns the companion of a context; undefined when it has none. */
  readonly of: (context: object) => object | undefined
  readonly give: (context: object, companion: object) => void
}

/** A private field: nobody who lists, prints or compares the fields of a context sees it. */
class Accompanied extends Given {
  #companion: object

  private constructor(context: object, companion: object) {
    super(context)
    this.#companion = companion
  }

  static companionOf(context: object): object | undefined {
    return #companion in context ? context.#companion : undefined
  }

  static give(context: object, companion: object): void {
    if (#companion in context) context.#companion = companion
    else new Accompanied(context, companion)
  }
}

const key = Symbol.for('culprit.logging.context-companions')

/** Returns the companions of contexts, which all copies of this package in a process share as they share contexts. */
export function contextCompanions(): ContextCompanions {
  const shared = globalThis as { [key]?: ContextCompanions }
  return (shared[key] ??= { of: Accompanied.companionOf, give: Accompanied.give })
}
