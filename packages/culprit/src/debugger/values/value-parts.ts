import { types } from 'node:util'
import type { InternalSlots } from './internal-slots.ts'
import { kindOf, plainProperty, prototypesOf } from './value-kind.ts'
import { byteCount, previewLimits, sizeOf, valueText } from './value-text.ts'

/** A part of a value; a getter is only run when it is asked for. */
export type ValuePart =
  | { readonly name: string; readonly value: unknown }
  | { readonly name: string; readonly get: () => unknown }

/** Some parts of a value, and how many there are beyond. */
export interface ValueParts {
  readonly parts: readonly ValuePart[]
  readonly more: number
}

/** Parts that are listed at once. */
const partsAtOnce = 100
/** Named properties of longer lists are left out, since listing them would list all indexes. */
const maxListWithNames = 10_000

/**
 * Returns parts of a value, 100 at most, from a position on: items, entries of Maps and Sets, own properties, then getters
 * of its classes and internal slots. Runs none of the value's code.
 */
export function partsOf(value: object, slots: InternalSlots, from = 0): ValueParts {
  const kind = kindOf(value)
  if (kind === 'proxy') return page(slots.of(value), from)
  if (kind === 'array' || types.isTypedArray(value)) return listParts(value, from)
  const parts: ValuePart[] = []
  if (kind === 'map') parts.push(...mapParts(value, slots, from))
  if (kind === 'set') parts.push(...setParts(value, from))
  const size = kind === 'map' || kind === 'set' ? sizeOf(value) : 0
  // Those before the page were skipped; they count as they were passed.
  const skipped = Math.min(from, size)
  parts.push(...propertyParts(value, Reflect.ownKeys(value)), ...accessorParts(value))
  if (kind === 'promise' || kind === 'function' || kind === 'weak')
    parts.push(...slots.of(value).filter(isTold))
  const rest = page(parts, from - skipped)
  const unseen = size - skipped - parts.filter(({ name }) => name.startsWith(entryMark)).length
  return { parts: rest.parts.map(unmarked), more: rest.more + Math.max(0, unseen) }
}

/** Slots of functions are those of bound ones. */
function isTold({ name }: ValuePart): boolean {
  return name.startsWith('[[Promise') || name.startsWith('[[Bound') || name.startsWith('[[Target')
}

const entryMark = '\u0000'

function unmarked(part: ValuePart): ValuePart {
  return part.name.startsWith(entryMark) ? { ...part, name: part.name.slice(1) } : part
}

function page(all: readonly ValuePart[], from: number): ValueParts {
  const parts = all.slice(from, from + partsAtOnce)
  return { parts, more: Math.max(0, all.length - from - parts.length) }
}

function listParts(value: object, from: number): ValueParts {
  const length = Array.isArray(value) ? value.length : byteCount(value)
  const parts: ValuePart[] = []
  const end = Math.min(length, from + partsAtOnce)
  for (let at = from; at < end; at++) parts.push(...propertyParts(value, [String(at)]))
  if (end < length || length > maxListWithNames) return { parts, more: length - end }
  const names = Reflect.ownKeys(value).filter(
    (key) => typeof key === 'symbol' || !/^(?:\d+|length)$/.test(key),
  )
  const named = [...propertyParts(value, names), ...accessorParts(value)]
  const rest = page(named, Math.max(0, from - length))
  return { parts: [...parts, ...rest.parts], more: rest.more }
}

function mapParts(value: object, slots: InternalSlots, from: number): readonly ValuePart[] {
  const parts: ValuePart[] = []
  let at = 0
  for (const [key, item] of Map.prototype.entries.call(value)) {
    if (at++ < from) continue
    if (parts.length >= partsAtOnce) break
    const name = valueText(key, { limits: previewLimits, slots })
    const isPlainKey = typeof key !== 'object' && typeof key !== 'function'
    parts.push({ name: entryMark + name, value: isPlainKey || key === null ? item : { key, value: item } })
  }
  return parts
}

function setParts(value: object, from: number): readonly ValuePart[] {
  const parts: ValuePart[] = []
  let at = 0
  for (const item of Set.prototype.values.call(value)) {
    if (at++ < from) continue
    if (parts.length >= partsAtOnce) break
    parts.push({ name: `${entryMark}${at - 1}`, value: item })
  }
  return parts
}

function propertyParts(value: object, keys: readonly PropertyKey[]): readonly ValuePart[] {
  return keys.flatMap((key): readonly ValuePart[] => {
    const property = Object.getOwnPropertyDescriptor(value, key)
    if (property === undefined) return []
    const name = String(key)
    if ('value' in property) return [{ name, value: property.value }]
    const { get } = property
    return get === undefined ? [] : [{ name, get: () => Reflect.apply(get, value, []) }]
  })
}

/** Getters of the value's own classes; those of the language's classes are found in its parts already. */
function accessorParts(value: object): readonly ValuePart[] {
  const found = new Map<PropertyKey, ValuePart>()
  for (const at of prototypesOf(value)) {
    if (types.isProxy(at) || isBuiltIn(at)) break
    for (const key of Reflect.ownKeys(at)) {
      const get = Object.getOwnPropertyDescriptor(at, key)?.get
      if (get === undefined || found.has(key) || Object.hasOwn(value, key)) continue
      found.set(key, { name: String(key), get: () => Reflect.apply(get, value, []) })
    }
  }
  return [...found.values()]
}

function isBuiltIn(prototype: object): boolean {
  const constructor = plainProperty(prototype, 'constructor')
  return (
    typeof constructor === 'function' &&
    /\{\s*\[native code\]\s*\}\s*$/.test(Function.prototype.toString.call(constructor))
  )
}
