import { types } from 'node:util'
import type { ValueEntry } from '../debugged-error.ts'
import type { ValueHandles } from '../values/value-handles.ts'

/** Told elsewhere on the page. */
const told: ReadonlySet<string> = new Set(['message', 'stack', 'cause', 'errors', 'name', 'hint', 'links'])
const maxProperties = 30

/** Returns an error's own properties beyond those that every error has. */
export function ownProperties(thrown: unknown, handles: ValueHandles): readonly ValueEntry[] {
  if (typeof thrown !== 'object' || thrown === null || types.isProxy(thrown)) return []
  return handles
    .entriesOf(thrown)
    .entries.filter(({ name, value }) => !told.has(name) && value.kind !== 'getter')
    .slice(0, maxProperties)
}

/** Returns the links that an error brings (`error.links`): http and https only. */
export function linksOf(thrown: unknown): readonly string[] {
  if (typeof thrown !== 'object' || thrown === null || types.isProxy(thrown)) return []
  const links: unknown = Object.getOwnPropertyDescriptor(thrown, 'links')?.value
  if (!Array.isArray(links) || types.isProxy(links)) return []
  return links
    .slice(0, 10)
    .filter(
      (link): link is string => typeof link === 'string' && /^https?:\/\//i.test(link) && URL.canParse(link),
    )
}
