import { parseWeightedList } from './weighted-list.ts'

/**
 * Returns the language of `available` that an `Accept-Language` header prefers, else the first of them. `de-AT` finds
 * `de`, and `de` finds `de-AT`. `available` must not be empty.
 * Source: lookup of https://www.rfc-editor.org/rfc/rfc4647#section-3.4
 */
export function chooseLanguage(
  header: string | undefined,
  available: readonly [string, ...(readonly string[])],
): string {
  if (header === undefined || available.length === 1) return available[0]
  const wanted = parseWeightedList(header)
    .filter((language) => language.weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  for (const { value } of wanted) {
    const found = value === '*' ? available[0] : lookUp(value, available)
    if (found !== undefined) return found
  }
  return available[0]
}

function lookUp(wanted: string, available: readonly string[]): string | undefined {
  for (let range = wanted; range !== ''; range = range.slice(0, Math.max(0, range.lastIndexOf('-')))) {
    const exact = available.find((language) => language.toLowerCase() === range)
    if (exact !== undefined) return exact
  }
  return available.find((language) => language.toLowerCase().startsWith(`${wanted}-`))
}
