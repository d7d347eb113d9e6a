import type { Bounds } from './bounds.ts'
import { isCardNumber } from './card-number.ts'
import { FILTERED } from './filtered.ts'
import { secretHints } from './hints.ts'
import type { Json } from './json.ts'
import type { KeyMatcher, KeyTest } from './key-matcher.ts'
import { type PatternContext, replaceHinted } from './patterns.ts'
import type { Recorder } from './remarks.ts'

/** The arrays and objects of a JSON value that is ours to change. */
type OwnArray = Json[]
type OwnObject = { [key: string]: Json }

/** Everything a walk needs beside the value. Strings under a key in `verbatim` are not searched for patterns. */
export interface JsonWalk {
  readonly bounds: Bounds
  readonly keys: KeyMatcher
  readonly patterns: PatternContext
  readonly recorder: Recorder
  readonly verbatim: ReadonlySet<string>
}

/** A walk under way: how many values it has visited. */
interface Walking extends JsonWalk {
  nodes: number
}

/** The smallest integer that can be a card number (14 digits starting with 30). */
const SMALLEST_CARD = 30_000_000_000_000

/** What stands for a container beyond the bounds. */
export const CUT_OBJECT = '[Object]'
export const CUT_ARRAY = '[Array]'

/**
 * Redacts and trims a JSON value in place and returns it (or what replaces it); `key` is what it stood under. One pass; visits
 * at most `bounds.nodes` values and goes `bounds.depth` deep. Only existing own properties are assigned, so a
 * `__proto__` key changes nothing but itself.
 */
export function redactJsonInPlace(value: Json, key: string, walk: JsonWalk): Json {
  return visit(value, { ...walk, nodes: 0 }, 0, key)
}

function visit(value: Json, walk: Walking, depth: number, key: string): Json {
  walk.nodes++
  switch (typeof value) {
    case 'string':
      return redactString(value, walk, key)
    case 'number':
      return value >= SMALLEST_CARD && isCardNumber(String(value)) ? filtered(walk, 'creditcard') : value
    case 'object':
      if (value === null) return value
      return visitContainer(value as OwnArray | OwnObject, walk, depth, key)
    default:
      return value
  }
}

function visitContainer(value: OwnArray | OwnObject, walk: Walking, depth: number, key: string): Json {
  const isArray = Array.isArray(value)
  if (depth >= walk.bounds.depth || walk.nodes > walk.bounds.nodes) {
    walk.recorder.cut()
    return isArray ? CUT_ARRAY : CUT_OBJECT
  }
  if (isArray) visitArray(value, walk, depth, key)
  else visitObject(value, walk, depth, key)
  return value
}

function visitArray(list: OwnArray, walk: Walking, depth: number, key: string): void {
  const { bounds, recorder } = walk
  if (list.length > bounds.items) {
    recorder.cut()
    list.length = bounds.items
  }
  const first = list[0]
  // A pair such as ['Cookie', 'a=b'] is how some clients send headers, cookies and query parameters.
  if (list.length === 2 && typeof first === 'string' && isFilterable(list[1]) && keyTest(walk, key)(first)) {
    recorder.path[depth] = 1
    list[1] = filtered(walk, 'key')
  }
  for (let at = 0; at < list.length; at++) {
    if (walk.nodes >= bounds.nodes) {
      recorder.cut()
      list.length = at
      break
    }
    recorder.path[depth] = at
    const item = list[at] ?? null
    const next = visit(item, walk, depth + 1, key)
    if (next !== item) list[at] = next
  }
  recorder.path.length = depth
}

function visitObject(object: OwnObject, walk: Walking, depth: number, parent: string): void {
  const { bounds, recorder } = walk
  const isSecret = keyTest(walk, parent)
  let kept = 0
  let dropped = 0
  for (const key in object) {
    const value = object[key] ?? null
    if (kept >= bounds.keys || walk.nodes >= bounds.nodes) {
      delete object[key]
      dropped++
      continue
    }
    kept++
    recorder.path[depth] = key
    if (isFilterable(value) && isSecret(key)) {
      object[key] = filtered(walk, 'key')
      continue
    }
    const next = visit(value, walk, depth + 1, key)
    if (next !== value) object[key] = next
  }
  recorder.path.length = depth
  if (dropped > 0) recorder.cut()
}

/** Keys mean more inside `headers` and `cookies`: a cookie called `session` is a secret, a variable is not. */
function keyTest(walk: JsonWalk, parent: string): KeyTest {
  if (parent === 'headers') return walk.keys.header
  return parent === 'cookies' ? walk.keys.cookie : walk.keys.plain
}

/** Null, booleans, empty strings and what is filtered already give nothing away and may help to understand. */
function isFilterable(value: Json | undefined): boolean {
  return (
    value !== null && value !== undefined && typeof value !== 'boolean' && value !== '' && value !== FILTERED
  )
}

function filtered(walk: JsonWalk, rule: string): string {
  walk.recorder.redacted(rule)
  return FILTERED
}

/** The cut leaves a margin for the patterns, so that a secret across it is still seen whole. */
const MARGIN = 256

function redactString(text: string, walk: JsonWalk, key: string): string {
  const limit = walk.bounds.string
  if (text.length > limit) return cutString(text, walk, key)
  const clean = replaced(text, walk, key)
  return clean.length > limit ? cutString(clean, walk, key) : clean
}

function cutString(text: string, walk: JsonWalk, key: string): string {
  const limit = walk.bounds.string
  walk.recorder.cut()
  return `${replaced(text.slice(0, limit + MARGIN), walk, key).slice(0, Math.max(0, limit - 3))}...`
}

function replaced(text: string, walk: JsonWalk, key: string): string {
  const hints = secretHints(text)
  if ((hints === 0 && !walk.patterns.ips) || walk.verbatim.has(key)) return text
  return replaceHinted(text, hints, walk.patterns)
}
