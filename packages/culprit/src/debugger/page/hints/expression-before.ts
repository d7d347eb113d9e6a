import type { DebuggedFrame, ValueView } from '../../debugged-error.ts'
import { currentLine } from '../failure-words.ts'

const longest = 80

/**
 * Returns the expression whose property is read at the frame's place: `items[0].product` for the place of `id` in
 * `items[0].product.id`. Undefined where the source is missing or the place is not after a dot.
 */
export function expressionBefore(frame: DebuggedFrame): string | undefined {
  const before = (currentLine(frame) ?? '').slice(0, Math.max(0, frame.column - 1))
  const text = before.slice(-longest - 2)
  const dot = /\??\.$/.exec(text) ?? /\[$/.exec(text)
  if (!dot) return undefined
  const start = startOf(text, dot.index)
  const expression = text.slice(start, dot.index)
  return /^[\w$]/.test(expression) && expression.length < longest ? expression : undefined
}

/** Goes back over names, dots, and what stands in brackets. */
function startOf(text: string, end: number): number {
  let at = end
  let depth = 0
  while (at > 0) {
    const char = text[at - 1] ?? ''
    if (char === ')' || char === ']') depth += 1
    else if (char === '(' || char === '[') {
      if (depth === 0) break
      depth -= 1
    } else if (depth === 0 && !/[\w$.?!]/.test(char)) break
    at -= 1
  }
  return at
}

/** Returns the variable that an expression begins with. */
export function rootOf(
  expression: string,
  frame: DebuggedFrame,
): { name: string; value: ValueView } | undefined {
  const name = /^[\w$]+/.exec(expression)?.[0]
  const variable = frame.variables.find((each) => each.name === name)
  return variable && { name: variable.name, value: variable.value }
}
