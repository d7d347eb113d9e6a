import { types } from 'node:util'
import type { InternalSlots } from './internal-slots.ts'
import { classNameOf, functionText, kindOf, plainProperty } from './value-kind.ts'

/** How much of a value is written (REP-2). */
export interface TextLimits {
  /** Items of lists, sets and typed arrays. */
  readonly items: number
  /** Properties of objects and entries of Maps. */
  readonly pairs: number
  /** Characters of a string. */
  readonly string: number
  /** Levels below the value itself. */
  readonly depth: number
  /** Characters of the whole; what comes after is cut. */
  readonly total: number
}

/** One line for a list of variables. */
export const previewLimits: TextLimits = { items: 8, pairs: 4, string: 70, depth: 1, total: 240 }
/** The answer of a console. */
export const resultLimits: TextLimits = { items: 100, pairs: 50, string: 10_000, depth: 4, total: 20_000 }

/** What a text is made with. */
export interface TextOptions {
  readonly limits: TextLimits
  readonly slots: InternalSlots
  /** Names of properties whose values are not shown. */
  readonly isSecret?: ((name: string) => boolean) | undefined
}

interface Writing extends TextOptions {
  /** Characters that may still be written. */
  left: number
  /** Objects around the one being written: cycles end at them (REP-3). */
  readonly open: Set<object>
}

/**
 * Returns a value as text: `Cart {items: Array(0), total: (...)}`, `Map(1) {'a' => 1}`, `Promise {<pending>}`. Runs no
 * getter, no trap, no `toString` and no `inspect` of the value, so that looking changes nothing. Never throws.
 */
export function valueText(value: unknown, options: TextOptions): string {
  const writing: Writing = { ...options, left: options.limits.total, open: new Set() }
  try {
    const text = write(value, writing, 0)
    return text.length > options.limits.total ? `${text.slice(0, options.limits.total)}…` : text
  } catch {
    return '<broken>'
  }
}

function write(value: unknown, writing: Writing, depth: number): string {
  const text =
    typeof value === 'object' && value !== null
      ? writeObject(value, writing, depth)
      : writePlain(value, writing, depth)
  writing.left -= text.length
  return text
}

function writePlain(value: unknown, writing: Writing, depth: number): string {
  if (typeof value === 'string')
    return quote(
      value,
      depth === 0 ? writing.limits.string : Math.min(writing.limits.string, depth > 1 ? 30 : 70),
    )
  if (typeof value === 'bigint') return `${value}n`
  if (Object.is(value, -0)) return '-0'
  if (typeof value !== 'function') return String(value)
  const name = plainProperty(value, 'name')
  const shown = typeof name === 'string' ? name.slice(0, 100) : ''
  const kind = kindOf(value)
  if (kind === 'proxy') return 'Proxy(Function)'
  return kind === 'class' ? `class ${shown}`.trimEnd() : `${functionSign(value)} ${shown}()`
}

function functionSign(value: object): string {
  const text = functionText(value)
  return /^(?:async\b)?\s*(?:function)?\s*\*/.test(text) ? 'ƒ*' : 'ƒ'
}

/** REP-2: a string is cut only where at least three characters go. */
function quote(text: string, max: number): string {
  const shown = text.length > max + 2 ? text.slice(0, max) : text
  const json = JSON.stringify(shown)
  const inner = json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${inner}'${shown.length < text.length ? `… ${text.length - shown.length} more` : ''}`
}

function writeObject(value: object, writing: Writing, depth: number): string {
  if (writing.open.has(value)) return Array.isArray(value) ? '[...]' : '{...}'
  const kind = kindOf(value)
  const name = kind === 'proxy' ? '' : classNameOf(value)
  switch (kind) {
    case 'proxy':
      return writeProxy(value, writing)
    case 'date':
      return dateText(value)
    case 'regexp':
      return RegExp.prototype.toString.call(value)
    case 'weak':
      return `${name || 'Weak'} {…}`
    case 'error':
      return errorLine(value, name)
    case 'promise':
      return writePromise(value, writing, depth)
    default:
      return depth > writing.limits.depth || writing.left <= 0
        ? shortForm(value, kind, name)
        : writeParts(value, { kind, name }, writing, depth)
  }
}

function shortForm(value: object, kind: string, name: string): string {
  if (kind === 'array') return `${name || 'Array'}(${(value as readonly unknown[]).length})`
  if (kind === 'map' || kind === 'set') return `${name}(${sizeOf(value)})`
  if (kind === 'typed-array') return `${name}(${byteCount(value)})`
  return name === '' ? '{…}' : `${name} {…}`
}

interface Named {
  readonly kind: string
  readonly name: string
}

function writeParts(value: object, { kind, name }: Named, writing: Writing, depth: number): string {
  writing.open.add(value)
  try {
    if (kind === 'array')
      return `${name === 'Array' ? '' : `${name} `}[${itemsOf(value as readonly unknown[], writing, depth)}]`
    if (kind === 'typed-array') return typedText(value, name, writing)
    if (kind === 'map') return `${name}(${sizeOf(value)}) {${mapText(value, writing, depth)}}`
    if (kind === 'set') return `${name}(${sizeOf(value)}) {${setText(value, writing, depth)}}`
    const inner = propertiesText(value, writing, depth)
    if (Object.getPrototypeOf(value) === null) return `[null prototype] {${inner}}`
    return name === '' ? `{${inner}}` : `${name} {${inner}}`
  } finally {
    writing.open.delete(value)
  }
}

function itemsOf(list: readonly unknown[], writing: Writing, depth: number): string {
  const parts: string[] = []
  const shown = Math.min(list.length, writing.limits.items)
  for (let at = 0; at < shown && writing.left > 0; at++) {
    const item = Object.getOwnPropertyDescriptor(list, at)
    if (item === undefined) parts.push('<empty>')
    else parts.push('value' in item ? write(item.value, writing, depth + 1) : '(...)')
  }
  return withRest(parts, list.length)
}

function withRest(parts: readonly string[], total: number): string {
  const more = total - parts.length
  return [...parts, ...(more > 0 ? [`… ${more} more`] : [])].join(', ')
}

function mapText(value: object, writing: Writing, depth: number): string {
  const parts: string[] = []
  for (const [key, item] of Map.prototype.entries.call(value)) {
    if (parts.length >= writing.limits.pairs || writing.left <= 0) break
    const shown = isHidden(key, writing) ? redacted : write(item, writing, depth + 1)
    parts.push(`${write(key, writing, depth + 1)} => ${shown}`)
  }
  return withRest(parts, sizeOf(value))
}

function setText(value: object, writing: Writing, depth: number): string {
  const parts: string[] = []
  for (const item of Set.prototype.values.call(value)) {
    if (parts.length >= writing.limits.items || writing.left <= 0) break
    parts.push(write(item, writing, depth + 1))
  }
  return withRest(parts, sizeOf(value))
}

const redacted = '[redacted]'

function isHidden(key: unknown, { isSecret }: Writing): boolean {
  return typeof key === 'string' && isSecret?.(key) === true
}

function propertiesText(value: object, writing: Writing, depth: number): string {
  const keys = Object.keys(value)
  const parts: string[] = []
  for (const key of keys) {
    if (parts.length >= writing.limits.pairs || writing.left <= 0) break
    const property = Object.getOwnPropertyDescriptor(value, key)
    const name = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : quote(key, 40)
    if (property === undefined) continue
    const shown = isHidden(key, writing)
      ? redacted
      : 'value' in property
        ? write(property.value, writing, depth + 1)
        : '(...)'
    parts.push(`${name}: ${shown}`)
    writing.left -= name.length
  }
  return withRest(parts, keys.length)
}

function typedText(value: object, name: string, writing: Writing): string {
  if (!types.isTypedArray(value)) return `${name}(${byteCount(value)})`
  const list = value as ArrayLike<unknown>
  const length = byteCount(value)
  const parts: string[] = []
  for (let at = 0; at < Math.min(length, writing.limits.items); at++)
    parts.push(writePlain(list[at], writing, 1))
  return `${name}(${length}) [${withRest(parts, length)}]`
}

function writeProxy(value: object, writing: Writing): string {
  const target = writing.slots.of(value).find(({ name }) => name === '[[Target]]')?.value
  if (typeof target === 'function') return 'Proxy(Function)'
  if (typeof target !== 'object' || target === null) return 'Proxy(revoked)'
  return `Proxy(${(types.isProxy(target) ? 'Proxy' : classNameOf(target)) || 'Object'})`
}

function writePromise(value: object, writing: Writing, depth: number): string {
  const slots = writing.slots.of(value)
  const state = slots.find(({ name }) => name === '[[PromiseState]]')?.value
  if (state === 'pending') return 'Promise {<pending>}'
  if (typeof state !== 'string') return 'Promise {…}'
  const result = slots.find(({ name }) => name === '[[PromiseResult]]')?.value
  return `Promise {<${state}>: ${write(result, writing, depth + 1)}}`
}

function dateText(value: object): string {
  const time: number = Date.prototype.getTime.call(value)
  return Number.isNaN(time) ? 'Invalid Date' : new Date(time).toISOString()
}

function errorLine(value: object, className: string): string {
  const name = plainProperty(value, 'name')
  const message = plainProperty(value, 'message')
  const shown = typeof name === 'string' && name !== '' && name !== 'Error' ? name : className || 'Error'
  return `${shown}: ${typeof message === 'string' ? message.slice(0, 500) : ''}`
}

const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size')?.get
const setSize = Object.getOwnPropertyDescriptor(Set.prototype, 'size')?.get
const typedLength = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  'length',
)?.get

/** Returns the number of entries of a Map or a Set, also of a subclass with a `size` of its own. */
export function sizeOf(value: object): number {
  const getter = types.isMap(value) ? mapSize : setSize
  return Number(getter?.call(value) ?? 0)
}

/** Returns the length of a typed array, and the bytes of buffers and views. */
export function byteCount(value: object): number {
  if (types.isTypedArray(value)) return Number(typedLength?.call(value) ?? 0)
  const bytes = types.isArrayBuffer(value) || types.isDataView(value) ? value.byteLength : 0
  return typeof bytes === 'number' ? bytes : 0
}
