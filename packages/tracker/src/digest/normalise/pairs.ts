import type { Pair } from '../../domain/event.ts'
import { limits } from '../limits.ts'
import type { NoteTaker } from './note-taker.ts'
import { cutText, flatText, isList, isObject, type Sent, scalarText } from './sent.ts'

/** Where pairs stand, and how their names are written. */
export interface PairsPlace {
  readonly path: string
  readonly notes: NoteTaker
  readonly name?: ((sent: string) => string) | undefined
}

/**
 * Returns names and values from an object, a list of pairs, or a list of `{key, value}`; at most 200. A list as a
 * value is joined with commas, as HTTP does; null becomes the empty text.
 */
export function normalisePairs(sent: Sent, place: PairsPlace): readonly Pair[] {
  const pairs: Pair[] = []
  if (isList(sent)) {
    for (const entry of sent) {
      if (isList(entry)) addPair(pairs, entry, place)
      else if (isObject(entry)) addPair(pairs, [entry['key'], entry['value']], place)
    }
  } else if (isObject(sent)) {
    for (const key in sent) addPair(pairs, [key, sent[key]], place)
  }
  return boundedPairs(pairs, place)
}

/** Returns the pairs of a query string or an urlencoded body, decoded where the encoding is sound; at most 200. */
export function parseQuery(text: string, place: PairsPlace): readonly Pair[] {
  const pairs: Pair[] = []
  for (const part of (text.startsWith('?') ? text.slice(1) : text).split('&', limits.pairs + 1)) {
    if (part === '') continue
    const at = part.indexOf('=')
    const name = at < 0 ? part : part.slice(0, at)
    addPair(pairs, [decoded(name), at < 0 ? '' : decoded(part.slice(at + 1))], place)
  }
  return boundedPairs(pairs, place)
}

/** Returns the pairs of a Cookie header; at most 200. */
export function parseCookies(text: string, place: PairsPlace): readonly Pair[] {
  const pairs: Pair[] = []
  for (const part of text.split(';', limits.pairs + 1)) {
    const at = part.indexOf('=')
    if (at > 0) addPair(pairs, [part.slice(0, at).trim(), flatText(part.slice(at + 1).trim())], place)
    else if (part.trim() !== '') addPair(pairs, [part.trim(), ''], place)
  }
  return boundedPairs(pairs, place)
}

function addPair(
  pairs: Pair[],
  [name, value]: readonly Sent[],
  { path, notes, name: rename }: PairsPlace,
): void {
  const key = scalarText(name)
  if (key === undefined || key === '' || pairs.length > limits.pairs) return
  const text = isList(value) ? value.slice(0, 100).map(pairText).join(',') : pairText(value)
  const cutKey = cutText(rename ? rename(key) : key, { max: limits.shortText, path, notes })
  pairs.push([cutKey, cutText(text, { max: limits.header, path, notes })])
}

function boundedPairs(pairs: readonly Pair[], { path, notes }: PairsPlace): readonly Pair[] {
  if (pairs.length <= limits.pairs) return pairs
  notes.add('cut', path, `More than ${limits.pairs} entries; the rest was left out.`)
  return pairs.slice(0, limits.pairs)
}

function pairText(value: Sent): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'object') return '[Object]'
  return typeof value === 'boolean' ? String(value) : (scalarText(value) ?? '')
}

function decoded(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return flatText(text)
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
