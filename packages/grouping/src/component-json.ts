import type { Component } from './component.ts'

const MAX_DEPTH = 12
const MAX_NODES = 4096

/**
 * Returns a component tree as JSON text of at most `limitChars` UTF-16 units. A larger tree loses the parts that do
 * not contribute first (each parent says how many in its hint); one that is still too large is not worth keeping:
 * undefined.
 */
export function componentJson(tree: Component, limitChars: number): string | undefined {
  const whole = JSON.stringify(tree)
  if (whole.length <= limitChars) return whole
  const pruned = JSON.stringify(contributing(tree))
  return pruned.length <= limitChars ? pruned : undefined
}

function contributing(part: Component): Component {
  const kept = part.values.filter((value) => typeof value === 'string' || value.contributes)
  const left = part.values.length - kept.length
  const note = left === 0 ? undefined : `${left} parts that do not count are left out`
  const hint = [part.hint, note].filter((text) => text !== undefined).join('; ')
  return {
    id: part.id,
    contributes: part.contributes,
    ...(hint === '' ? {} : { hint }),
    values: kept.map((value) => (typeof value === 'string' ? value : contributing(value))),
  }
}

/**
 * Returns the tree of a JSON text, or undefined when it is none. Unknown keys are dropped; deeper than 12 levels or
 * more than 4,096 nodes is none.
 */
export function parseComponent(json: string): Component | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return toComponent(value, { depth: 0, budget: { left: MAX_NODES } })
  } catch {
    return undefined
  }
}

interface Place {
  readonly depth: number
  readonly budget: { left: number }
}

function toComponent(value: unknown, { depth, budget }: Place): Component | undefined {
  budget.left -= 1
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH || budget.left < 0) return undefined
  const { id, contributes, hint, values } = value as Readonly<Record<string, unknown>>
  if (typeof id !== 'string' || typeof contributes !== 'boolean' || !Array.isArray(values)) return undefined
  const parts: (string | Component)[] = []
  for (const each of values as readonly unknown[]) {
    const part = typeof each === 'string' ? each : toComponent(each, { depth: depth + 1, budget })
    if (part === undefined) return undefined
    parts.push(part)
  }
  return typeof hint === 'string'
    ? { id, contributes, hint, values: parts }
    : { id, contributes, values: parts }
}
