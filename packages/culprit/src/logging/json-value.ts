import { errorChain } from '@culprit/stack'

const MAX_DEPTH = 8
const MAX_ENTRIES = 200
const MAX_STRING = 100_000
/** Values written for one record at most, over all its fields. */
const MAX_VALUES = 5000

/** How much may still be written, shared by all values of a record. */
export interface JsonBudget {
  left: number
}

/** Returns a budget of 5,000 values. */
export function jsonBudget(): JsonBudget {
  return { left: MAX_VALUES }
}

/**
 * Returns any value as JSON, or undefined where JSON leaves it out (undefined, functions, symbols). Never throws:
 * what cannot be read is `[Unreadable]`, a cycle `[Circular]`. Bounded at depth 8, 200 entries each, 100,000
 * characters a text and the budget's number of values; what is left out is said. Errors give type, message, stack.
 */
export function jsonText(value: unknown, budget: JsonBudget, ancestors: readonly object[] = []): string | undefined {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > MAX_STRING ? `${value.slice(0, MAX_STRING)}...` : value)
    case 'number':
      return Number.isFinite(value) ? String(value) : `"${value}"`
    case 'boolean':
      return value ? 'true' : 'false'
    case 'bigint':
      return `"${value}"`
    case 'object':
      return value === null ? 'null' : guarded(value, budget, ancestors)
    default:
      return undefined
  }
}

/** Returns an error with its causes as JSON: a list, outermost first, each with type, message and stack. */
export function errorJson(error: unknown): string {
  const links = errorChain(error).map(({ type, message, stack, relation }) => ({
    type,
    message,
    stack,
    ...(relation !== 'raised' && { relation }),
  }))
  const [first, ...causes] = links
  return JSON.stringify(causes.length === 0 ? first : { ...first, causes })
}

function guarded(value: object, budget: JsonBudget, ancestors: readonly object[]): string | undefined {
  if (ancestors.includes(value)) return '"[Circular]"'
  if (ancestors.length >= MAX_DEPTH || budget.left <= 0) return '"[Truncated]"'
  budget.left--
  try {
    return objectText(value, budget, [...ancestors, value])
  } catch {
    return '"[Unreadable]"'
  }
}

function objectText(value: object, budget: JsonBudget, ancestors: readonly object[]): string | undefined {
  if (value instanceof Error) return errorJson(value)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    return `"[${value.constructor.name} of ${value.byteLength} bytes]"`
  if (Array.isArray(value)) return arrayText(value, budget, ancestors)
  if (value instanceof Map) return entriesText(value.entries(), budget, ancestors)
  if (value instanceof Set) return arrayText([...value], budget, ancestors)
  const toJson: unknown = Reflect.get(value, 'toJSON')
  if (typeof toJson === 'function') return jsonText(Reflect.apply(toJson, value, []), budget, ancestors)
  return entriesText(lazyEntries(value), budget, ancestors)
}

function arrayText(values: readonly unknown[], budget: JsonBudget, ancestors: readonly object[]): string {
  const shown = values.slice(0, MAX_ENTRIES).map((item) => jsonText(item, budget, ancestors) ?? 'null')
  if (values.length > MAX_ENTRIES) shown.push(`"[${values.length - MAX_ENTRIES} more]"`)
  return `[${shown.join(',')}]`
}

function entriesText(
  entries: Iterable<readonly [unknown, unknown]>,
  budget: JsonBudget,
  ancestors: readonly object[],
): string {
  let text = ''
  let count = 0
  for (const [key, value] of entries) {
    if (++count > MAX_ENTRIES) return `{${text},"...":"[Truncated]"}`
    const shown = jsonText(value, budget, ancestors)
    if (shown !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(String(key))}:${shown}`
  }
  return `{${text}}`
}

/** One by one, so that a getter that throws spoils its own entry only. */
function* lazyEntries(value: object): Generator<readonly [string, unknown]> {
  for (const key of Object.keys(value)) yield [key, readEntry(value, key)]
}

function readEntry(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key)
  } catch {
    return '[Unreadable]'
  }
}
