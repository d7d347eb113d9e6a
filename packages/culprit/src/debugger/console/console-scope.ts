import type { CapturedFrame } from '../capture/captured-frame.ts'

/** What a console offers beside the frame's own names, unless the frame has a name like it. */
export type ConsoleNames = Readonly<Record<string, unknown>>

/**
 * The names of one console: those of the frame, and over them the console's own, which persist between commands (CON-1).
 * Code sees both by `with (scope)`; assigning to a variable of the frame changes that variable, as the frame's closures see it.
 */
export class ConsoleScope {
  /** Names of the console; no prototype, so that only these are found. */
  readonly own: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  readonly #frame: CapturedFrame

  constructor(frame: CapturedFrame, names: ConsoleNames) {
    this.#frame = frame
    for (const [name, value] of Object.entries(names)) if (!this.isInFrame(name)) this.own[name] = value
  }

  /** Makes names of the console's own; one that exists keeps its value. */
  declare(names: readonly string[]): void {
    for (const name of names) if (!(name in this.own)) this.own[name] = undefined
  }

  /** Names that nobody has would become properties of `globalThis` when they are assigned to. */
  declareUnknown(names: readonly string[]): void {
    this.declare(names.filter((name) => !this.isInFrame(name)))
  }

  /** Whether the frame, a function around it or the global object has a name. */
  isInFrame(name: string): boolean {
    try {
      this.#frame.evaluate(`void ${name}`)
      return true
    } catch (error) {
      // A `let` whose line was not reached is there, too.
      return !(error instanceof ReferenceError && error.message.endsWith('is not defined'))
    }
  }

  /** Names of the frame's scopes, the innermost first. */
  get frameNames(): readonly string[] {
    return [...new Set(this.#frame.scopes.flatMap(({ variables }) => Object.keys(variables)))]
  }

  /** Runs code in the frame with the console's names over it. */
  run(code: string): unknown {
    const source = `(__culprit_scope__) => { with (__culprit_scope__) { return eval(${JSON.stringify(code)}) } }`
    return (this.#frame.evaluate(source) as (scope: object) => unknown)(this.own)
  }

  /** The same in an async function, whose last expression the code returns. */
  runAsync(code: string): unknown {
    const source = `(__culprit_scope__) => { with (__culprit_scope__) { return (async () => {${code}\n})() } }`
    return (this.#frame.evaluate(source) as (scope: object) => unknown)(this.own)
  }
}
