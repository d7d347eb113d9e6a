/**
 * Returns a test of full paths by shell patterns, as Python's `fnmatch` reads them (RLD-6): `*` is any text, slashes
 * included, `?` one character, `[...]` one of a set and `[!...]` one outside it.
 */
export function pathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const expressions = patterns.map((pattern) => toExpression(pattern))
  return (path) => expressions.some((expression) => expression.test(path))
}

function toExpression(pattern: string): RegExp {
  const source = pattern.replaceAll(
    /\[(!?)(\]?[^\]]*)\]|[\s\S]/g,
    (part: string, not: string, set?: string) => {
      if (set !== undefined)
        return `[${not === '' ? '' : '^'}${set.replaceAll(/[\\\]^[]/g, String.raw`\$&`)}]`
      if (part === '*') return '[\\s\\S]*'
      return part === '?' ? '[\\s\\S]' : part.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`)
    },
  )
  return new RegExp(`^${source}$`)
}
