import { types } from 'node:util'
import { describeObject } from './describe-object.ts'
import type { VariableBounds } from './variable-bounds.ts'

/** A copy under construction: what may still be taken, and the objects that are open. */
export interface Copying {
  readonly bounds: VariableBounds
  /** Objects that had too many keys once: they are not listed again, each listing being a pause of its own. */
  readonly vast: WeakMap<object, string>
  /** What is left of `maxBytes`, for the value being copied. */
  left: number
  readonly open: Set<object>
}

const scalarSize = 8
const longestKey = 200
/** Listing the keys of an object is the one thing here that cannot be stopped half way. */
const manyKeys = 5000

/**
 * Returns a copy of a value as plain data, within the bounds. No getter runs (`[Getter]`) and no trap of a Proxy
 * (`[Proxy]`): looking at a value must not run the program. Maps become objects, Sets lists, cycles `[Circular]`.
 * Never throws; what throws on inspection becomes `[Unreadable]`.
 */
export function copyValue(value: unknown, copying: Copying, depth = 0): unknown {
  if (typeof value === 'string') return copyText(value, copying)
  copying.left -= scalarSize
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return copyText(bigintText(value), copying)
  if (typeof value === 'symbol') return copyText(Symbol.prototype.toString.call(value), copying)
  if (value === undefined) return '[undefined]'
  try {
    return copyObject(value, copying, depth)
  } catch {
    return '[Unreadable]'
  }
}

/** A number of a million digits would take seconds to write. */
function bigintText(value: bigint): string {
  return BigInt.asIntN(256, value) === value ? `${value}n` : '[BigInt]'
}

function copyText(text: string, copying: Copying): string {
  const { maxString } = copying.bounds
  const most = Math.max(0, Math.min(maxString, copying.left))
  copying.left -= Math.min(text.length, most) + 2
  if (text.length <= most) return text
  // A slice would keep the whole text in memory for as long as the copy lives.
  return `${Buffer.from(text.slice(0, most), 'utf16le').toString('utf16le')}...`
}

function copyObject(value: object, copying: Copying, depth: number): unknown {
  const described = describeObject(value) ?? copying.vast.get(value)
  if (described !== undefined) return copyText(described, copying)
  if (copying.open.has(value)) return '[Circular]'
  const isList = Array.isArray(value) || types.isSet(value)
  if (depth >= copying.bounds.maxDepth || copying.left <= 0) return isList ? '[Array]' : '[Object]'
  copying.open.add(value)
  try {
    if (Array.isArray(value)) return copyArray(value, copying, depth)
    if (types.isSet(value)) return copySet(value, copying, depth)
    return types.isMap(value) ? copyMap(value, copying, depth) : copyProperties(value, copying, depth)
  } finally {
    copying.open.delete(value)
  }
}

function copyArray(list: readonly unknown[], copying: Copying, depth: number): unknown[] {
  const out: unknown[] = []
  for (let at = 0; at < list.length; at++) {
    if (isFull(out.length, copying)) {
      out.push(`[${list.length - at} more]`)
      break
    }
    const property = Object.getOwnPropertyDescriptor(list, at)
    out.push(property === undefined ? '[empty]' : copyProperty(property, copying, depth))
  }
  return out
}

function copySet(set: ReadonlySet<unknown>, copying: Copying, depth: number): unknown[] {
  const out: unknown[] = []
  for (const item of Set.prototype.values.call(set)) {
    if (isFull(out.length, copying)) {
      out.push('[more]')
      break
    }
    out.push(copyValue(item, copying, depth + 1))
  }
  return out
}

function copyMap(map: ReadonlyMap<unknown, unknown>, copying: Copying, depth: number): object {
  const out = {}
  let count = 0
  for (const [key, item] of Map.prototype.entries.call(map)) {
    if (isFull(count++, copying)) {
      define(out, '...', '[more]')
      break
    }
    const name =
      typeof key === 'object' && key !== null ? '[Object]' : String(copyValue(key, copying, depth + 1))
    define(out, name, copyValue(item, copying, depth + 1))
  }
  return out
}

function copyProperties(value: object, copying: Copying, depth: number): object {
  const keys = Object.keys(value)
  if (keys.length > manyKeys) copying.vast.set(value, `[Object: ${keys.length} keys]`)
  const out = {}
  for (const [count, key] of keys.entries()) {
    if (isFull(count, copying)) {
      define(out, '...', `[${keys.length - count} more]`)
      break
    }
    const property = Object.getOwnPropertyDescriptor(value, key)
    if (property !== undefined) define(out, key, copyProperty(property, copying, depth))
    copying.left -= key.length
  }
  return out
}

function copyProperty(property: PropertyDescriptor, copying: Copying, depth: number): unknown {
  return 'value' in property ? copyValue(property.value, copying, depth + 1) : '[Getter]'
}

function isFull(count: number, { bounds, left }: Copying): boolean {
  return count >= bounds.maxWidth || left <= 0
}

/** Assigning to `__proto__` would set the prototype. */
function define(out: object, key: string, value: unknown): void {
  const name = key.length > longestKey ? `${key.slice(0, longestKey)}...` : key
  Object.defineProperty(out, name, { value, enumerable: true, writable: true, configurable: true })
}
