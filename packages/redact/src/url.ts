import { FILTERED } from './filtered.ts'
import { type PatternContext, replaceSecrets } from './patterns.ts'

/**
 * Returns a query string or urlencoded body with the values of secret parameters replaced. Names are compared
 * percent-decoded; other values are searched for patterns. A leading `?` stays.
 */
export function replaceInQuery(query: string, context: PatternContext): string {
  return query
    .split(/([&;])/)
    .map((part) => replaceInParameter(part, context))
    .join('')
}

function replaceInParameter(part: string, context: PatternContext): string {
  const equals = part.indexOf('=')
  if (equals < 0) return replaceSecrets(part, context)
  const name = part.slice(0, equals)
  const value = part.slice(equals + 1)
  if (value === '' || value === FILTERED) return part
  if (context.isSecret(decoded(name.replace(/^[?#]/, '')))) {
    context.onMatch('query')
    return `${name}=${FILTERED}`
  }
  return `${name}=${replaceSecrets(value, context)}`
}

/** Malformed escapes are the client's, so the name is then taken as it is. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}

/** Returns a URL with its password, its secret query parameters and those of its fragment replaced. */
export function replaceInUrl(url: string, context: PatternContext): string {
  const [, base = '', query = '', fragment = ''] = /^([^?#]*)(\?[^#]*)?(#[^]*)?$/.exec(url) ?? []
  const kept = fragment.includes('=') ? replaceInQuery(fragment, context) : replaceSecrets(fragment, context)
  return replaceSecrets(base, context) + replaceInQuery(query, context) + kept
}
