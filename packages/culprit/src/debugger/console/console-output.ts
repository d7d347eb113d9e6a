import { AsyncLocalStorage } from 'node:async_hooks'
import { formatWithOptions, inspect } from 'node:util'
import type { ConsoleLine } from '../console-protocol.ts'

const maxLines = 500
const maxLineLength = 20_000

/** What one evaluation wrote to the console, 500 lines at most. */
export class ConsoleOutput {
  readonly #lines: ConsoleLine[] = []
  #lost = 0

  get lines(): readonly ConsoleLine[] {
    if (this.#lost === 0) return this.#lines
    return [...this.#lines, { level: 'warn', text: `… ${this.#lost} more lines` }]
  }

  add(level: ConsoleLine['level'], text: string): void {
    if (this.#lines.length < maxLines) this.#lines.push({ level, text: text.slice(0, maxLineLength) })
    else this.#lost++
  }
}

const evaluations = new AsyncLocalStorage<ConsoleOutput>()
const patched: unique symbol = Symbol('culprit.console-output')

/** Runs a function with `console` writing to an output, for it and for what it begins; others write as before (CON-4). */
export function withOutput<Result>(output: ConsoleOutput, run: () => Result): Result {
  patchConsole(globalThis.console)
  return evaluations.run(output, run)
}

const levels: readonly ConsoleLine['level'][] = ['log', 'info', 'warn', 'error', 'debug', 'table', 'dir']

/** The methods pass on whatever is not of an evaluation, and stay for the life of the process: others may wrap them. */
function patchConsole(target: Console & { [patched]?: true }): void {
  if (target[patched] === true) return
  Object.defineProperty(target, patched, { value: true })
  for (const level of levels) {
    const original: unknown = Reflect.get(target, level)
    if (typeof original !== 'function') continue
    const method = function (this: unknown, ...args: unknown[]): unknown {
      const output = evaluations.getStore()
      if (output === undefined) return Reflect.apply(original, this, args)
      output.add(level, formatted(level, args))
      return undefined
    }
    Reflect.set(target, level, Object.defineProperty(method, 'name', { value: level }))
  }
}

function formatted(level: ConsoleLine['level'], args: readonly unknown[]): string {
  try {
    if (level === 'dir') return inspect(args[0], { depth: 4 })
    return formatWithOptions({ colors: false, depth: 4 }, ...args)
  } catch (error) {
    return `<could not be written: ${String(error)}>`
  }
}
