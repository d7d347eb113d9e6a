import type { JsonObject } from '../../domain/json.ts'
import type { NoteTaker } from './note-taker.ts'
import { headOf, isList, isObject, type Sent, scalarText } from './sent.ts'

const maxNodes = 1000
const maxDepth = 12
const maxNotes = 20

/**
 * Adds a note for what an SDK says it cut or changed itself. `_meta` mirrors the event; under the key '' stands what
 * happened at that place: `{len}` the former length, `{rem}` the rules, `{err}` what was wrong. Looks at 1,000 places
 * of at most 12 levels and adds at most 20 notes.
 */
export function addSdkNotes(meta: Sent, notes: NoteTaker): void {
  const walk: Walk = { nodes: 0, noted: 0, notes }
  if (isObject(meta)) visit(meta, [], walk)
}

interface Walk {
  nodes: number
  noted: number
  readonly notes: NoteTaker
}

function visit(place: JsonObject, path: readonly string[], walk: Walk): void {
  for (const key in place) {
    walk.nodes += 1
    if (walk.nodes > maxNodes || walk.noted >= maxNotes) return
    const value = place[key]
    if (!isObject(value)) continue
    if (key !== '') {
      if (path.length < maxDepth) visit(value, [...path, headOf(key, 64)], walk)
      continue
    }
    const text = textOfAnnotation(value)
    if (text === undefined) continue
    walk.noted += 1
    walk.notes.add('from_sdk', path.join('.'), text)
  }
}

function textOfAnnotation({ len, rem, err }: JsonObject): string | undefined {
  if (typeof len === 'number' && Number.isFinite(len)) return `Cut by the SDK; it was ${len} long.`
  const rules = namesOf(rem)
  if (rules !== '') return `Changed by the SDK (${rules}).`
  const faults = namesOf(err)
  return faults === '' ? undefined : `The SDK found it faulty (${faults}).`
}

/** The first five names of a list whose entries are names or lists that begin with one. */
function namesOf(sent: Sent): string {
  if (!isList(sent)) return ''
  const names: string[] = []
  for (const entry of sent.slice(0, 5)) {
    const name = scalarText(isList(entry) ? entry[0] : entry)
    if (name !== undefined) names.push(headOf(name, 64))
  }
  return names.join(', ')
}
