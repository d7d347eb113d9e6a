import type { HeaderList } from '../handlers/answer.ts'

/** A header field with all its values, as `node:http` takes it: one value, or several for a field sent several times. */
export type GroupedHeader = readonly [name: string, value: string | string[]]

/** Returns header fields grouped by name, in the order in which each name came first. */
export function groupHeaders(headers: HeaderList): readonly GroupedHeader[] {
  if (!hasRepeatedName(headers)) return headers
  const groups = new Map<string, [name: string, value: string | string[]]>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [name, value])
    else group[1] = Array.isArray(group[1]) ? [...group[1], value] : [group[1], value]
  }
  return [...groups.values()]
}

/** Returns whether a field comes several times. Lists are short, so names are compared in pairs, lengths first. */
export function hasRepeatedName(headers: HeaderList): boolean {
  for (let at = 1; at < headers.length; at++) {
    const name = headers[at]?.[0] ?? ''
    for (let before = 0; before < at; before++) {
      const other = headers[before]?.[0]
      if (other?.length === name.length && other.toLowerCase() === name.toLowerCase()) return true
    }
  }
  return false
}

/** Returns whether a field is added to what the response has already, because it is about the rest of it too. */
export function isAdded(name: string): boolean {
  const { length } = name
  if (length !== 4 && length !== 10) return false
  const key = name.toLowerCase()
  return key === 'vary' || key === 'set-cookie'
}

/** Returns a `Vary` with the names of another one that it does not have yet. */
export function joinVary(old: string, added: string | readonly string[]): string {
  if (old === '' && typeof added === 'string') return added
  const names = old.split(',').map((name) => name.trim())
  const known = new Set(names.map((name) => name.toLowerCase()))
  for (const name of [added].flat().join(',').split(',')) {
    const trimmed = name.trim()
    if (!known.has(trimmed.toLowerCase())) names.push(trimmed)
    known.add(trimmed.toLowerCase())
  }
  return names.filter((name) => name !== '').join(', ')
}
