import { types } from 'node:util'

const longestName = 100
const nearestPrototypes = 16

/**
 * Returns the short text for an object that is better told than opened, or undefined for one to open: functions,
 * proxies (never touched, since any look at them runs a trap), dates, patterns, errors, promises and binary data.
 */
export function describeObject(value: object): string | undefined {
  if (types.isProxy(value)) return '[Proxy]'
  if (typeof value === 'function') return named('Function', readData(value, 'name'))
  if (types.isNativeError(value)) return describeError(value)
  if (types.isDate(value)) return describeDate(value)
  if (types.isRegExp(value)) return RegExp.prototype.toString.call(value)
  if (types.isPromise(value)) return '[Promise]'
  if (types.isArrayBufferView(value)) return `[${className(value)}: ${value.byteLength} bytes]`
  if (types.isAnyArrayBuffer(value)) return `[ArrayBuffer: ${value.byteLength} bytes]`
  if (types.isWeakMap(value) || types.isWeakSet(value)) return '[Weak]'
  if (types.isModuleNamespaceObject(value)) return '[Module]'
  return undefined
}

/**
 * Returns a data property, own or of one of the 16 nearest prototypes. Getters do not run and proxies are not asked:
 * both count as absent.
 */
function readData(value: object, key: string): unknown {
  let at: object | null = value
  for (let steps = 0; at !== null && steps < nearestPrototypes && !types.isProxy(at); steps++) {
    const property = Object.getOwnPropertyDescriptor(at, key)
    if (property !== undefined) return property.value
    at = Object.getPrototypeOf(at) as object | null
  }
  return undefined
}

function className(value: object): string {
  const constructor = readData(value, 'constructor')
  const name = typeof constructor === 'function' ? readData(constructor, 'name') : undefined
  return typeof name === 'string' && name !== '' ? name.slice(0, longestName) : 'Object'
}

function describeError(error: Error): string {
  const name = readData(error, 'name')
  const message = readData(error, 'message')
  const title = typeof name === 'string' ? name.slice(0, longestName) : 'Error'
  return typeof message === 'string' && message !== ''
    ? `[${title}: ${message.slice(0, 1000)}]`
    : `[${title}]`
}

function describeDate(date: Date): string {
  const time = Date.prototype.getTime.call(date)
  return Number.isNaN(time) ? 'Invalid Date' : new Date(time).toISOString()
}

function named(kind: string, name: unknown): string {
  return typeof name === 'string' && name !== '' ? `[${kind}: ${name.slice(0, longestName)}]` : `[${kind}]`
}
