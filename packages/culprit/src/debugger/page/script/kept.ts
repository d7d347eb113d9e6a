/** Returns what the browser kept for us under a name; nothing where storage is switched off. */
export function readKept(name: string): string | undefined {
  try {
    return localStorage.getItem(`culprit.${name}`) ?? undefined
  } catch {
    return undefined
  }
}

/** Keeps a text in the browser. Where it cannot, the choice lasts as long as the page. */
export function keep(name: string, text: string): void {
  try {
    localStorage.setItem(`culprit.${name}`, text)
  } catch {
    // Storage is switched off or full.
  }
}
