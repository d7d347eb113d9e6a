import { FILTERED } from '@culprit/redact'

/** Longest query text kept. */
const MAX_QUERY = 10_000

const LITERAL = /'[^']*'?/g
const DOLLAR_QUOTED = /\$(\w{0,20})\$[\s\S]*?\$\1\$/g

/**
 * Returns the text of a query with what stands in quotes replaced, at most 10,000 characters of it. Where
 * backslashes make it unclear which quote ends a literal (databases differ), all from the first quote to the last
 * is replaced.
 */
export function maskLiterals(sql: string): string {
  const text = sql.slice(0, MAX_QUERY)
  const from = text.indexOf("'")
  if (from >= 0 && text.includes('\\')) {
    const to = Math.max(text.lastIndexOf("'"), from)
    const isWhole = to > from && sql.length <= MAX_QUERY
    return `${text.slice(0, from)}'${FILTERED}'${isWhole ? text.slice(to + 1) : ''}`
  }
  return text.replace(DOLLAR_QUOTED, `'${FILTERED}'`).replace(LITERAL, `'${FILTERED}'`)
}
