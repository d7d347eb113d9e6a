import { formatWithOptions } from 'node:util'
import type { ForeignListener } from '../../logging/bridges/listen.ts'
import { currentScope } from '../report-scope.ts'
import { quietly } from './quietly.ts'

const levels = { debug: 'debug', log: 'info', info: 'info', warn: 'warning', error: 'error' } as const
type Method = keyof typeof levels
const methods = Object.keys(levels) as readonly Method[]

const maxMessage = 1000
/** Values are made text at once and kept small, since holding them would keep them alive. */
const shown = { depth: 1, maxArrayLength: 10, maxStringLength: 500, breakLength: Infinity } as const

/**
 * Notes what is written to the console as breadcrumbs of category `console`, at most 1,000 characters of each; it is
 * still printed. Uses the runtime's channels where it publishes them, else wraps the methods of `target`. Returns the
 * function that ends it.
 */
export function noteConsole(
  listen: (listeners: Readonly<Record<string, ForeignListener>>) => () => void,
  { hasChannels, target = console }: ConsoleBreadcrumbsOptions,
): () => void {
  // One for all methods, since showing a value may write by another one.
  const note = quietly(noteCall)
  if (!hasChannels) return wrap(target, note)
  return listen(
    Object.fromEntries(
      methods.map((method) => [`console.${method}`, (values: unknown) => note(method, values)]),
    ),
  )
}

/** Where the console is heard. */
export interface ConsoleBreadcrumbsOptions {
  /** Whether the runtime publishes `console.log` and its siblings as diagnostics channels. */
  readonly hasChannels: boolean
  /** The console to wrap where there are no channels. */
  readonly target?: Pick<Console, Method> | undefined
}

/** Node prints its warnings by the console, too, and they have breadcrumbs of their own. */
const printedWarning = /^\(node:\d+\) /

function noteCall(method: Method, values: unknown): void {
  if (!Array.isArray(values)) return
  const [first] = values
  const message =
    values.length === 1 && typeof first === 'string' ? first : formatWithOptions(shown, ...values)
  if (printedWarning.test(message)) return
  currentScope().addBreadcrumb({
    category: 'console',
    level: levels[method],
    message: message.slice(0, maxMessage),
  })
}

function wrap(target: Pick<Console, Method>, note: typeof noteCall): () => void {
  const ends = methods.map((method) => {
    const original = target[method]
    const wrapped = (...values: readonly unknown[]): void => {
      note(method, values)
      Reflect.apply(original, target, values)
    }
    target[method] = wrapped
    return () => {
      // Whoever wrapped it after us keeps working; what we add is then only a detour.
      if (target[method] === wrapped) target[method] = original
    }
  })
  return () => {
    for (const end of ends) end()
  }
}
