/** The kinds of secrets that a text may hold, as bits. */
export const HINT_NUMBER = 1
export const HINT_TOKEN = 2
export const HINT_SCHEME = 4
export const HINT_PAIR = 8
export const HINT_URL = 16
export const HINT_JSON = 32
export const HINT_PEM = 64
export const HINT_FIELD = 128

/** Shorter texts cannot hold a secret that the patterns find. */
const SHORTEST = 5
/** Every known kind of token starts with at least this many characters of [A-Za-z0-9_-]. */
const TOKEN_RUN = 16

const NUMBER = /\d(?:[ -]?\d){7}/
const SCHEME = /earer |asic /i
/** A name that is not quoted before a value that is, or a header that may hold a secret. */
const FIELD =
  /\w: {1,4}["'`]|(?:[Cc]ookie|[Aa]uthorization|COOKIE|AUTHORIZATION|(?<![\w-])[Xx]-[\w-]{1,64}): {1,4}\S/

/**
 * Returns which patterns are worth trying on a text: 0 for most texts. Made of searches that the engine does
 * faster than a loop over characters; it may say yes for nothing and never says no where a pattern would match.
 */
export function secretHints(text: string): number {
  const length = text.length
  if (length < SHORTEST) return 0
  let hints = hasPair(text) ? HINT_PAIR : 0
  if (length < 7) return hints
  if (text.includes('@') && text.includes('//')) hints |= HINT_URL
  if (length < 9) return hints
  if (text.includes('":') || text.includes("':")) hints |= HINT_JSON
  if (text.includes(': ') && FIELD.test(text)) hints |= HINT_FIELD
  if (SCHEME.test(text)) hints |= HINT_SCHEME
  if (length < 11) return hints
  if (NUMBER.test(text)) hints |= HINT_NUMBER
  if (length < TOKEN_RUN) return hints
  if (text.includes('-----BEGIN ')) hints |= HINT_PEM
  return hasTokenRun(text) ? hints | HINT_TOKEN : hints
}

/** Looks for an equals sign with something right before and after it, as in `a=b` and not in `a = b` or `=>`. */
function hasPair(text: string): boolean {
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    const after = text.charCodeAt(at + 1)
    if (text.charCodeAt(at - 1) !== 32 && after !== 32 && after !== 61 && after !== 62) return true
  }
  return false
}

const WORD: Uint8Array = new Uint8Array(128).map((_, code) =>
  /[\w-]/.test(String.fromCharCode(code)) ? 1 : 0,
)
const TOKEN_LEADS: ReadonlySet<number> = new Set(
  ['gh', 'gi', 'gl', 'xo', 'AK', 'AS', 'AI', 'sk', 'rk', 'ey', 'np', 'wh'].map((lead) => pair(lead, 0)),
)

/**
 * Looks for a run of sixteen word characters with a known beginning. Such a run covers one of every sixteen
 * positions, so only those are probed and, on a word character, the run around it is measured.
 */
function hasTokenRun(text: string): boolean {
  for (let probe = TOKEN_RUN - 1; probe < text.length; probe += TOKEN_RUN) {
    if (!isWord(text, probe)) continue
    let start = probe
    while (start > 0 && isWord(text, start - 1)) start--
    let end = probe + 1
    while (end < text.length && isWord(text, end)) end++
    if (end - start >= TOKEN_RUN && TOKEN_LEADS.has(pair(text, start))) return true
    // The next probe must lie beyond this run, else a long run would be measured again and again.
    while (probe + TOKEN_RUN < end) probe += TOKEN_RUN
  }
  return false
}

function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code < 128 && WORD[code] === 1
}

function pair(text: string, at: number): number {
  return text.charCodeAt(at) * 65_536 + text.charCodeAt(at + 1)
}
