import { CUT_ARRAY, CUT_OBJECT } from './redact-json.ts'
import type { Bounds } from './bounds.ts'
import type { Json } from './json.ts'
import type { Recorder } from './remarks.ts'

/** A copy under construction. */
type OwnObject = { [key: string]: Json }

interface Copying {
  readonly bounds: Bounds
  readonly recorder: Recorder
  readonly ancestors: Set<object>
  nodes: number
}

const MAX_KEY = 256
/** Long strings are cut here to their bound and a margin; the redaction that follows cuts them to the bound. */
const MARGIN = 256

/**
 * Returns a JSON-safe copy of any value, within the bounds: functions, symbols, bigints, dates, errors and
 * binary data become short texts, Maps objects, Sets arrays, cycles `[Circular]`. Getters are not called
 * (`[Getter]`): looking at a value must not run the program. Never throws; what throws on inspection, such as
 * a revoked proxy, becomes `[Unreadable]`.
 */
export function toJson(value: unknown, bounds: Bounds, recorder: Recorder): Json {
  return copy(value, { bounds, recorder, ancestors: new Set(), nodes: 0 }, 0)
}

function copy(value: unknown, copying: Copying, depth: number): Json {
  copying.nodes++
  if (typeof value === 'string') return value.slice(0, copying.bounds.string + MARGIN)
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  try {
    return typeof value === 'object' ? copyObject(value, copying, depth) : describeScalar(value)
  } catch {
    return '[Unreadable]'
  }
}

function describeScalar(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'symbol') return value.toString()
  if (typeof value !== 'function') return '[undefined]'
  const name = Object.getOwnPropertyDescriptor(value, 'name')?.value
  return typeof name === 'string' && name !== '' ? `[Function: ${name.slice(0, MAX_KEY)}]` : '[Function]'
}

function copyObject(value: object, copying: Copying, depth: number): Json {
  const text = describeSpecial(value)
  if (text !== undefined) return text
  const { bounds, recorder, ancestors } = copying
  const isList = Array.isArray(value) || value instanceof Set
  if (ancestors.has(value)) return '[Circular]'
  if (depth >= bounds.depth || copying.nodes > bounds.nodes) {
    recorder.cut()
    return isList ? CUT_ARRAY : CUT_OBJECT
  }
  ancestors.add(value)
  try {
    return isList
      ? copyList(value as Iterable<unknown>, copying, depth)
      : copyEntries(entriesOf(value), copying, depth)
  } finally {
    ancestors.delete(value)
    recorder.path.length = depth
  }
}

/** Objects that are shown as a text. Everything here works on foreign classes through their prototypes. */
function describeSpecial(value: object): string | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof RegExp) return RegExp.prototype.toString.call(value)
  if (ArrayBuffer.isView(value)) return `[${value.constructor.name}: ${value.byteLength} bytes]`
  if (value instanceof ArrayBuffer) return `[ArrayBuffer: ${value.byteLength} bytes]`
  if (value instanceof Promise) return '[Promise]'
  if (value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef) return '[Weak]'
  return undefined
}

function copyList(list: Iterable<unknown>, copying: Copying, depth: number): Json {
  const { bounds, recorder } = copying
  const out: Json[] = []
  for (const item of list) {
    recorder.path[depth] = out.length
    if (out.length >= bounds.items || copying.nodes >= bounds.nodes) {
      recorder.cut()
      break
    }
    out.push(copy(item, copying, depth + 1))
  }
  return out
}

function copyEntries(entries: Iterable<readonly [string, unknown]>, copying: Copying, depth: number): Json {
  const { bounds, recorder } = copying
  const out: OwnObject = {}
  let kept = 0
  for (const [name, value] of entries) {
    const key = name.slice(0, MAX_KEY)
    recorder.path[depth] = key
    if (kept >= bounds.keys || copying.nodes >= bounds.nodes) {
      recorder.cut()
      break
    }
    kept++
    const copied = copy(value, copying, depth + 1)
    // Plain assignment to '__proto__' would set the prototype.
    Object.defineProperty(out, key, { value: copied, enumerable: true, writable: true, configurable: true })
  }
  return out
}

function* entriesOf(value: object): Generator<readonly [string, unknown]> {
  if (value instanceof Map) {
    for (const [key, item] of Map.prototype.entries.call(value)) yield [mapKey(key), item]
    return
  }
  if (value instanceof Error) {
    for (const key of ['name', 'message', 'stack']) yield [key, readPlain(value, key)]
  }
  for (const key of Object.keys(value)) yield [key, readPlain(value, key)]
}

function mapKey(key: unknown): string {
  return typeof key === 'object' && key !== null ? CUT_OBJECT : String(describeKey(key))
}

function describeKey(key: unknown): unknown {
  return typeof key === 'function' || typeof key === 'symbol' ? describeScalar(key) : key
}

/** Reads a data property, own or inherited (an error's name), without ever calling a getter. */
function readPlain(value: object, key: string): unknown {
  for (
    let at: object | null = value, steps = 0;
    at !== null && steps < 16;
    at = Object.getPrototypeOf(at), steps++
  ) {
    const property = Object.getOwnPropertyDescriptor(at, key)
    if (property !== undefined) return 'value' in property ? property.value : '[Getter]'
  }
  return undefined
}
