import { FILTERED } from '@culprit/redact'

/** Longest query text kept. */
const MAX_QUERY = 10_000

/** What stands in single quotes, or between `$tag$` as PostgreSQL has it; in one pass, since each may hold the other. */
const LITERALS = /'[^']*'?|\$([A-Za-z_]\w{0,20})?\$[\s\S]*?\$\1\$/g
const MYSQL_LITERALS = /'[^']*'?|"[^"]*"?/g

/**
 * Returns the text of a query with what stands in quotes replaced, at most 10,000 characters of it. Where
 * backslashes make it unclear which quote ends a literal (databases differ), all from the first quote to the last
 * is replaced. Names in double quotes stay.
 */
export function maskLiterals(sql: string): string {
  return mask(sql, LITERALS, /'/)
}

/** Does the same for MySQL, where double quotes hold texts too. */
export function maskMysqlLiterals(sql: string): string {
  return mask(sql, MYSQL_LITERALS, /['"]/)
}

function mask(sql: string, literals: RegExp, quote: RegExp): string {
  const text = sql.slice(0, MAX_QUERY)
  const from = text.search(quote)
  if (from < 0 || !text.includes('\\')) return text.replace(literals, `'${FILTERED}'`)
  const to = lastIndex(text, quote)
  const isWhole = to > from && sql.length <= MAX_QUERY
  return `${text.slice(0, from)}'${FILTERED}'${isWhole ? text.slice(to + 1) : ''}`
}

function lastIndex(text: string, quote: RegExp): number {
  let at = text.length - 1
  while (at >= 0 && !quote.test(text.charAt(at))) at--
  return at
}
