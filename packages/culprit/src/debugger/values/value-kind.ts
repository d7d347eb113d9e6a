import { types } from 'node:util'
import type { ValueKind } from '../debugged-error.ts'

/** Returns what kind of thing a value is. Runs none of its code: proxies are asked nothing. */
export function kindOf(value: unknown): ValueKind {
  if (value === null) return 'null'
  if (typeof value === 'object') return types.isProxy(value) ? 'proxy' : objectKind(value)
  if (typeof value !== 'function') return typeof value as ValueKind
  if (types.isProxy(value)) return 'proxy'
  return functionText(value).startsWith('class') ? 'class' : 'function'
}

const tests: readonly (readonly [ValueKind, (value: object) => boolean])[] = [
  ['array', Array.isArray],
  ['map', types.isMap],
  ['set', types.isSet],
  ['date', types.isDate],
  ['regexp', types.isRegExp],
  ['error', types.isNativeError],
  ['promise', types.isPromise],
  ['typed-array', (value) => types.isArrayBufferView(value) || types.isAnyArrayBuffer(value)],
  ['weak', (value) => types.isWeakMap(value) || types.isWeakSet(value) || value instanceof WeakRef],
]

function objectKind(value: object): ValueKind {
  if (hasProxyAbove(value)) return 'object'
  const found = tests.find(([, isOne]) => isOne(value))
  return found === undefined ? 'object' : found[0]
}

/** A prototype that is a proxy would be asked by `instanceof`. */
function hasProxyAbove(value: object): boolean {
  for (const at of prototypesOf(value)) if (types.isProxy(at)) return true
  return false
}

const maxPrototypes = 32

/** Yields the prototypes of a value, the nearest first; the last may be a proxy, whose own is not asked for. */
export function* prototypesOf(value: object): Generator<object> {
  let at: object = value
  for (let steps = 0; steps < maxPrototypes && !types.isProxy(at); steps++) {
    const next: unknown = Object.getPrototypeOf(at)
    if (typeof next !== 'object' && typeof next !== 'function') return
    if (next === null) return
    yield next
    at = next
  }
}

/** Returns a data property of a value, own or inherited; undefined for a getter, and behind a proxy. */
export function plainProperty(value: object, key: PropertyKey): unknown {
  if (types.isProxy(value)) return undefined
  for (const at of [value, ...prototypesOf(value)]) {
    if (types.isProxy(at)) return undefined
    const property = Object.getOwnPropertyDescriptor(at, key)
    if (property !== undefined) return 'value' in property ? property.value : undefined
  }
  return undefined
}

/** Returns the name of the class that a value is an instance of; empty for a plain object, and for one without prototype. */
export function classNameOf(value: object): string {
  for (const at of prototypesOf(value)) {
    if (types.isProxy(at)) return ''
    const constructor: unknown = Object.getOwnPropertyDescriptor(at, 'constructor')?.value
    if (typeof constructor !== 'function' || types.isProxy(constructor)) continue
    const name: unknown = Object.getOwnPropertyDescriptor(constructor, 'name')?.value
    return name === 'Object' || typeof name !== 'string' ? '' : name.slice(0, 100)
  }
  return ''
}

/** Returns the source text of a function. */
export function functionText(value: object): string {
  try {
    return Function.prototype.toString.call(value)
  } catch {
    return ''
  }
}
