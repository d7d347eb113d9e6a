import type { Json, JsonObject } from '../../domain/json.ts'
import type { NoteTaker } from './note-taker.ts'

/** A part of an event as a client sent it: parsed JSON of any shape, or nothing. */
export type Sent = Json | undefined

/** Returns true for a JSON object: neither null, nor a list, nor a scalar. */
export function isObject(value: Sent): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns true for a JSON list. */
export function isList(value: Sent): value is readonly Json[] {
  return Array.isArray(value)
}

/** Returns the entries of a list in any of the forms of A12: `{values: []}`, `[]`, or one bare object. */
export function valuesOf(value: Sent): readonly Json[] {
  if (isList(value)) return value
  if (!isObject(value)) return []
  if (isList(value['values'])) return value['values']
  if (isObject(value['values'])) return [value['values']]
  for (const key in value) if (key !== 'values') return [value]
  return []
}

/** Returns the first value that is neither absent nor null. */
export function firstOf(...values: readonly Sent[]): Sent {
  return values.find((value) => value !== undefined && value !== null)
}

/** Where a text stands and how long it may be. */
export interface TextPlace {
  readonly max: number
  readonly path: string
  readonly notes: NoteTaker
}

/** Returns a scalar as text, cut to its place; undefined for the empty text and for containers. */
export function textOf(value: Sent, place: TextPlace): string | undefined {
  const text = scalarText(value)
  return text === undefined || text === '' ? undefined : cutText(text, place)
}

/** Returns a text cut to its place, with a note if it was too long. */
export function cutText(text: string, { max, path, notes }: TextPlace): string {
  if (text.length <= max) return text
  notes.add('cut', path, `Cut to ${max} characters.`)
  return headOf(text, max)
}

/** Returns the first `max` characters of a text with an ellipsis as the last, never half of a surrogate pair. */
export function headOf(text: string, max: number): string {
  if (text.length <= max) return text
  const end = max - 1
  const code = text.charCodeAt(end - 1)
  return [text.slice(0, code >= 0xd800 && code <= 0xdbff ? end - 1 : end), '…'].join('')
}

/**
 * Returns the same text as one flat piece of memory. V8 makes slices and concatenations of 13 characters or more
 * point into others; a single one anywhere takes JSON.stringify off its fast path, which doubles its cost.
 */
export function flatText(text: string): string {
  return text.length < 13 ? text : [text.slice(0, 1), text.slice(1)].join('')
}

/** Returns a string, number or boolean as Python's SDKs would write it (`True`), else undefined. */
export function scalarText(value: Sent): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return undefined
}

/** Returns a boolean, also from 0, 1, 'true' and 'false'; else undefined. */
export function booleanOf(value: Sent): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (value === 1 || value === 'true') return true
  return value === 0 || value === 'false' ? false : undefined
}

/** Returns a whole number from `min` to 2^31 - 1, also from its decimal text; else undefined. */
export function integerOf(value: Sent, min: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number)) return undefined
  return number >= min && number <= 0x7fff_ffff ? number : undefined
}

/** Sets an own property whatever its name: `__proto__` becomes data, never a prototype. */
export function setOwn<T>(target: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  } else {
    target[key] = value
  }
}
