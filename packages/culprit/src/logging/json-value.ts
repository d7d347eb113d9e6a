import { errorChain } from '@culprit/stack'

const MAX_DEPTH = 8
const MAX_ENTRIES = 200
const MAX_STRING = 100_000
/** Values written for one record at most, over all its fields. */
const MAX_VALUES = 5000
const MAX_CHARACTERS = 1_000_000

/** How much may still be written, shared by all values of a record. */
export interface JsonBudget {
  left: number
  characters: number
  /** The objects that are being written, outermost first. */
  readonly open: object[]
}

/** Returns a budget of 5,000 objects and a million characters of text. */
export function jsonBudget(): JsonBudget {
  return { left: MAX_VALUES, characters: MAX_CHARACTERS, open: [] }
}

/**
 * Returns any value as JSON, or undefined where JSON leaves it out (undefined, functions, symbols). Never throws:
 * what cannot be read is `[Unreadable]`, a cycle `[Circular]`. Bounded at depth 8, 200 entries each, 100,000
 * characters a text, and the budget; what is left out is said. Errors give type, message, stack.
 */
export function jsonText(value: unknown, budget: JsonBudget): string | undefined {
  switch (typeof value) {
    case 'string':
      return stringText(value, budget)
    case 'number':
      return Number.isFinite(value) ? String(value) : `"${value}"`
    case 'boolean':
      return value ? 'true' : 'false'
    case 'bigint':
      return `"${value}"`
    case 'object':
      return value === null ? 'null' : guarded(value, budget)
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

function stringText(value: string, budget: JsonBudget): string {
  const most = Math.min(MAX_STRING, budget.characters)
  budget.characters -= Math.min(value.length, most)
  return JSON.stringify(value.length > most ? `${value.slice(0, most)}...` : value)
}

function guarded(value: object, budget: JsonBudget): string | undefined {
  const { open } = budget
  if (open.includes(value)) return '"[Circular]"'
  if (open.length >= MAX_DEPTH || budget.left <= 0) return '"[Truncated]"'
  budget.left--
  open.push(value)
  try {
    return objectText(value, budget)
  } catch {
    return '"[Unreadable]"'
  } finally {
    open.pop()
  }
}

function objectText(value: object, budget: JsonBudget): string | undefined {
  if (Array.isArray(value)) return arrayText(value, budget)
  if (value instanceof Error) return errorJson(value)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    return `"[${value.constructor.name} of ${value.byteLength} bytes]"`
  if (value instanceof Map) return mapText(value, budget)
  if (value instanceof Set) return arrayText([...value], budget)
  const toJson: unknown = Reflect.get(value, 'toJSON')
  return typeof toJson === 'function'
    ? jsonText(Reflect.apply(toJson, value, []), budget)
    : recordText(value, budget)
}

function arrayText(values: readonly unknown[], budget: JsonBudget): string {
  // `Array.from`, since `map` would leave the holes of a sparse array as they are.
  const shown = Array.from(values.slice(0, MAX_ENTRIES), (item) => jsonText(item, budget) ?? 'null')
  if (values.length > MAX_ENTRIES) shown.push(`"[${values.length - MAX_ENTRIES} more]"`)
  return `[${shown.join(',')}]`
}

function mapText(map: ReadonlyMap<unknown, unknown>, budget: JsonBudget): string {
  const members = [...map.entries()]
    .slice(0, MAX_ENTRIES)
    .map(([key, value]) => member(String(key), value, budget))
  if (map.size > MAX_ENTRIES) members.push('"...":"[Truncated]"')
  return `{${members.filter((text) => text !== '').join(',')}}`
}

function recordText(value: object, budget: JsonBudget): string {
  let text = ''
  let count = 0
  for (const key of Object.keys(value)) {
    if (++count > MAX_ENTRIES) return `{${text === '' ? '' : `${text},`}"...":"[Truncated]"}`
    const shown = member(key, readEntry(value, key), budget)
    if (shown !== '') text += text === '' ? shown : `,${shown}`
  }
  return `{${text}}`
}

function member(key: string, value: unknown, budget: JsonBudget): string {
  const shown = jsonText(value, budget)
  return shown === undefined ? '' : `${JSON.stringify(key)}:${shown}`
}

/** A getter that throws spoils its own entry only. */
function readEntry(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key)
  } catch {
    return '[Unreadable]'
  }
}
