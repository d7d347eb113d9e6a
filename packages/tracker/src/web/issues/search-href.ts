/** Returns the address of the issue list filtered by terms: `/issues?query=environment%3Aproduction`. */
export function searchHref(terms: readonly (readonly [key: string, value: string])[]): string {
  return `/issues?${new URLSearchParams({ query: terms.map(toTerm).join(' ') }).toString()}`
}

/** Returns a filter as the search field writes it, quoted where its value has blanks. A double quote cannot be said. */
export function toTerm([key, value]: readonly [key: string, value: string]): string {
  const clean = value.replaceAll('"', '')
  return /[\s:]/.test(clean) || clean === '' ? `${key}:"${clean}"` : `${key}:${clean}`
}
