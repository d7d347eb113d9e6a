import type { Tag } from '../../domain/event.ts'
import type { JsonObject } from '../../domain/json.ts'
import { limits } from '../limits.ts'
import type { NoteTaker } from './note-taker.ts'
import { isList, isObject, type Sent, scalarText } from './sent.ts'

/** Names that mean something of their own elsewhere; as tags they are removed. */
const reserved: ReadonlySet<string> = new Set(['release', 'dist', 'user', 'filename', 'function'])

/** The tags of an event, and what was found among them that belongs elsewhere. */
export interface TagsRead {
  readonly tags: Tag[]
  readonly environment?: string | undefined
}

/**
 * Returns the tags, from an object or a list of pairs; at most 100, the first of a name wins. Numbers and booleans
 * become texts; keys and values that are empty, too long or unlawful are dropped, not cut. `environment` is taken out.
 */
export function normaliseTags(sent: Sent, notes: NoteTaker): TagsRead {
  const tags: Tag[] = []
  const seen = new Set<string>()
  let environment: string | undefined
  for (const [sentKey, sentValue] of entriesOf(sent)) {
    if (tags.length >= limits.tags) {
      notes.add('cut', 'tags', `More than ${limits.tags} tags; the rest was left out.`)
      break
    }
    if (sentValue === null || sentValue === undefined) continue
    const key = keyOf(sentKey)
    const value = tagValueOf(sentValue)
    if (key === undefined || value === undefined || reserved.has(key)) {
      notes.add(
        'dropped',
        'tags',
        key !== undefined && reserved.has(key)
          ? `The tag name ${key} is reserved.`
          : 'A tag had no usable name or value.',
      )
      continue
    }
    if (seen.has(key)) continue
    seen.add(key)
    if (key === 'environment') environment = value
    else tags.push([key, value])
  }
  return { tags, environment }
}

function entriesOf(sent: Sent): readonly (readonly [Sent, Sent])[] {
  const entries: (readonly [Sent, Sent])[] = []
  if (isList(sent)) {
    for (const entry of sent.slice(0, limits.tags * 4)) {
      if (isList(entry)) entries.push([entry[0], entry[1]])
      else if (isObject(entry)) entries.push([entry['key'], entry['value']])
    }
  } else if (isObject(sent)) {
    // Thousands of tags were used to make trackers slow; looking at the first few hundred is enough to fill 100.
    for (const key in sent) if (entries.push([key, sent[key]]) >= limits.tags * 4) break
  }
  return entries
}

function keyOf(sent: Sent): string | undefined {
  const text = scalarText(sent)?.trim().replaceAll(' ', '-')
  if (text === undefined || text === '' || text.length > limits.tag) return undefined
  return /^[a-zA-Z0-9_.:-]+$/.test(text) ? text : undefined
}

/** Returns a tag's value as text: at most 200 characters, one line, well-formed; else undefined. */
function tagValueOf(sent: Sent): string | undefined {
  const text = scalarText(sent)?.trim()
  if (text === undefined || text === '' || text.length > limits.tag || text.includes('\n')) return undefined
  return text.toWellFormed()
}

/** Parts of an event that lists filter by, so that they are tags too. */
export interface TagSources {
  readonly contexts: Readonly<Record<string, JsonObject>>
  readonly serverName: string | undefined
  readonly site: string | undefined
  readonly logger: string | undefined
  readonly mechanism: string | undefined
  readonly handled: boolean | undefined
}

/** Adds the tags that follow from other parts of the event, unless the application set them; the bound of 100 holds. */
export function addDerivedTags(tags: Tag[], sources: TagSources): void {
  const { contexts, serverName, site, logger, mechanism, handled } = sources
  const present = new Set(tags.map(([key]) => key))
  const add = (key: string, value: Sent): void => {
    const text = tagValueOf(value)
    if (text !== undefined && !present.has(key) && tags.length < limits.tags) tags.push([key, text])
  }
  add('server_name', serverName)
  add('site', site)
  add('logger', logger)
  add('mechanism', mechanism)
  if (handled !== undefined) add('handled', handled ? 'yes' : 'no')
  for (const alias of ['browser', 'os', 'client_os', 'runtime']) {
    const context = Object.hasOwn(contexts, alias) ? contexts[alias] : undefined
    const name = tagValueOf(context?.['name'])
    if (name === undefined) continue
    const version = tagValueOf(context?.['version'])
    add(alias, version === undefined ? name : [name, version].join(' '))
    add(`${alias}.name`, name)
  }
}
