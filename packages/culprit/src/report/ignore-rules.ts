import { errorChain } from '@culprit/stack'
import type { ErrorClass } from '../handlers/error-handler.ts'

/** A class, a text that the name is or the message contains, or a pattern of `Name: message`. */
export type IgnoreRule = string | RegExp | ErrorClass

const maxText = 2000

/** Returns whether an error, or the text of a message, is not to be reported. Total: a rule that fails does not match. */
export function isIgnored(
  thrown: unknown,
  message: string | undefined,
  rules: readonly IgnoreRule[],
): boolean {
  if (rules.length === 0) return false
  const { name, text } = message === undefined ? describe(thrown) : { name: '', text: message }
  const whole = (name === '' ? text : `${name}: ${text}`).slice(0, maxText)
  return rules.some((rule) => matches(rule, { thrown, name, text, whole }))
}

/** A failure as rules look at it. */
interface Described {
  readonly thrown: unknown
  readonly name: string
  readonly text: string
  readonly whole: string
}

function describe(thrown: unknown): { readonly name: string; readonly text: string } {
  const [link] = errorChain(thrown)
  return { name: link?.type ?? '', text: link?.message ?? '' }
}

function matches(rule: IgnoreRule, { thrown, name, text, whole }: Described): boolean {
  try {
    if (typeof rule === 'string') return name === rule || text.includes(rule)
    if (typeof rule === 'function') return thrown instanceof rule
    // A pattern with the flag g remembers where it stopped.
    rule.lastIndex = 0
    return rule.test(whole)
  } catch {
    return false
  }
}
