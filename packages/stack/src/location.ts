/** A place in a source file: a path or URL with 1-based line and column, as far as they are given. */
export interface Location {
  readonly file: string
  readonly line?: number | undefined
  readonly column?: number | undefined
}

/**
 * Splits `file:line:column` or `file:line` from the right, so that drive letters, ports and `node:` survive.
 * A text without numbers is a file alone.
 */
export function parseLocation(text: string): Location {
  const last = numberBefore(text, text.length)
  if (last === undefined) return { file: toPath(text) }
  const first = numberBefore(text, last.colon)
  if (first === undefined) return { file: toPath(text.slice(0, last.colon)), line: last.value }
  return { file: toPath(text.slice(0, first.colon)), line: first.value, column: last.value }
}

/** Reads the `:123` that ends at `end`, by hand: a regular expression anchored at the end is not linear. */
function numberBefore(
  text: string,
  end: number,
): { readonly colon: number; readonly value: number } | undefined {
  let at = end
  while (at > 0 && end - at < 10 && isDigit(text.charCodeAt(at - 1))) at--
  if (at === end || at < 2 || text.charCodeAt(at - 1) !== 58) return undefined
  const value = Number(text.slice(at, end))
  return value > 0 ? { colon: at - 1, value } : undefined
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** `file:///app/a%20b.js` is `/app/a b.js`, `file:///C:/a.js` is `C:/a.js`; other URLs stay URLs. */
function toPath(file: string): string {
  if (!file.startsWith('file://')) return file
  const path = file
    .slice(7)
    .replace(/^localhost(?=\/)/, '')
    .replace(/^\/(?=[A-Za-z]:)/, '')
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
