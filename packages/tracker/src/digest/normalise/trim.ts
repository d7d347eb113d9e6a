import type { Json, JsonObject } from '../../domain/json.ts'
import type { JsonLimits } from '../limits.ts'
import type { NoteTaker } from './note-taker.ts'
import { headOf, isObject } from './sent.ts'

/** Where a JSON value stands and what may be kept of it. */
export interface JsonPlace {
  readonly limits: JsonLimits
  readonly path: string
  readonly notes: NoteTaker
}

/** A budget that several values share. */
export interface TrimBudget {
  left: number
}

interface Trim {
  readonly limits: JsonLimits
  readonly budget: TrimBudget
  cut: number
}

/** A container while it is trimmed; nobody else holds freshly parsed JSON. */
type Open = Record<string, Json>

/**
 * Returns the value within its limits, changed in place: deeper containers become `[Object]` or `[Array]`, long
 * strings are cut, containers lose their last entries, numbers that JSON cannot say become text. Visits each value
 * once. One note says how many values were cut.
 */
export function trimJson(
  value: Json,
  place: JsonPlace,
  budget: TrimBudget = { left: place.limits.chars },
): Json {
  const trim: Trim = { limits: place.limits, budget, cut: 0 }
  const kept = trimValue(value, 0, trim)
  if (trim.cut > 0) place.notes.add('cut', place.path, 'Some values were cut or left out.')
  return kept
}

/** Returns an object trimmed like `trimJson` does; undefined for what is no object or empty. */
export function trimObject(
  value: Json | undefined,
  place: JsonPlace,
  budget?: TrimBudget,
): JsonObject | undefined {
  if (!isObject(value)) return undefined
  const kept = trimJson(value, place, budget)
  if (!isObject(kept)) return undefined
  for (const _key in kept) return kept
  return undefined
}

function trimValue(value: Json, depth: number, trim: Trim): Json {
  if (typeof value === 'string') return trimString(value, trim)
  trim.budget.left -= 4
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= trim.limits.depth) {
    trim.cut += 1
    return Array.isArray(value) ? '[Array]' : '[Object]'
  }
  return Array.isArray(value) ? trimList(value, depth, trim) : trimKeys(value as Open, depth, trim)
}

function trimString(value: string, trim: Trim): string {
  const max = Math.min(trim.limits.string, Math.max(trim.budget.left, 16))
  if (value.length <= max) {
    trim.budget.left -= value.length + 4
    return value
  }
  trim.cut += 1
  trim.budget.left -= max + 4
  return headOf(value, max)
}

function trimList(list: Json[], depth: number, trim: Trim): Json {
  for (let index = 0; index < list.length; index += 1) {
    if (index >= trim.limits.keys || trim.budget.left <= 0) {
      trim.cut += 1
      list.length = index
      break
    }
    const value = list[index] ?? null
    const kept = trimValue(value, depth + 1, trim)
    if (kept !== value) list[index] = kept
  }
  return list
}

function trimKeys(object: Open, depth: number, trim: Trim): Json {
  let count = 0
  let dropped: string[] | undefined
  for (const key in object) {
    if (count >= trim.limits.keys || trim.budget.left <= 0 || key.length > 1024) {
      dropped ??= []
      dropped.push(key)
      continue
    }
    count += 1
    trim.budget.left -= key.length
    const value = object[key] ?? null
    const kept = trimValue(value, depth + 1, trim)
    // The key exists already as an own property, so assigning is safe for `__proto__` too.
    if (kept !== value) object[key] = kept
  }
  if (dropped) {
    trim.cut += dropped.length
    for (const key of dropped) delete object[key]
  }
  return object
}
