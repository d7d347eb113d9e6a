const key = 'culprit.view'

/** Returns how this person last chose to read stack traces: `all`, `raw`, or undefined for the default. */
export function storedView(): 'all' | 'raw' | undefined {
  try {
    const value = localStorage.getItem(key)
    return value === 'all' || value === 'raw' ? value : undefined
  } catch {
    // Storage can be forbidden; then the choice lasts for the page.
    return undefined
  }
}

/** Remembers the choice. */
export function storeView(view: string): void {
  try {
    localStorage.setItem(key, view)
  } catch {
    // As above.
  }
}

/** Returns an address with the choice in it, unless it says one already. */
export function withStoredView(address: string): string {
  const url = new URL(address, location.href)
  const view = storedView()
  if (view === undefined || url.searchParams.has('view')) return address
  url.searchParams.set('view', view)
  return url.pathname + url.search + url.hash
}
