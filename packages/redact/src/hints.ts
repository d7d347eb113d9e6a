/** The kinds of secrets that a text may hold, as bits. */
export const HINT_NUMBER = 1
export const HINT_TOKEN = 2
export const HINT_SCHEME = 4
export const HINT_PAIR = 8
export const HINT_URL = 16
export const HINT_JSON = 32
export const HINT_PEM = 64

const WORD = 1
const DIGIT = 2
const MARK = 4

/** Shorter texts cannot hold a secret that the patterns find. */
const SHORTEST = 5
/** Every known kind of token starts with at least this many characters of [A-Za-z0-9_-]. */
const TOKEN_RUN = 11
const CLASSES: Uint8Array = classes()
const TOKEN_LEADS: ReadonlySet<number> = new Set(
  ['gh', 'gi', 'gl', 'xo', 'AK', 'AS', 'AI', 'sk', 'rk', 'ey', 'np', 'wh'].map((lead) => pair(lead, 0)),
)

function classes(): Uint8Array {
  const table = new Uint8Array(128)
  for (let code = 0; code < 128; code++) {
    const char = String.fromCharCode(code)
    if (/[\w-]/.test(char)) table[code] = WORD
    if (/\d/.test(char)) table[code] = WORD | DIGIT
    if (/[ =@:]/.test(char)) table[code] = MARK
  }
  return table
}

/**
 * Returns which patterns are worth trying on a text: 0 for most texts. One pass, no allocation, about a
 * nanosecond a character; it may say yes for nothing and never says no where a pattern would match.
 */
export function secretHints(text: string): number {
  const length = text.length
  if (length < SHORTEST) return 0
  let hints = 0
  let digits = 0
  let run = 0
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    const kind = code < 128 ? (CLASSES[code] ?? 0) : 0
    if ((kind & WORD) !== 0) {
      digits += kind >> 1
      if (++run === TOKEN_RUN && TOKEN_LEADS.has(pair(text, at - TOKEN_RUN + 1))) hints |= HINT_TOKEN
      continue
    }
    if (kind === MARK) hints |= markHint(text, at, code)
    run = 0
  }
  return digits >= 9 ? hints | HINT_NUMBER : hints
}

function pair(text: string, at: number): number {
  return text.charCodeAt(at) * 65_536 + text.charCodeAt(at + 1)
}

function markHint(text: string, at: number, code: number): number {
  const before = text.charCodeAt(at - 1)
  switch (code) {
    case 32: {
      // Bearer, Basic, and the N of '-----BEGIN '.
      const lower = before | 32
      if (lower === 110) return text.charCodeAt(at - 6) === 45 ? HINT_PEM : 0
      return lower === 114 || lower === 99 ? HINT_SCHEME : 0
    }
    case 61: {
      const after = text.charCodeAt(at + 1)
      return after === 32 || after === 61 || after === 62 ? 0 : HINT_PAIR
    }
    case 64:
      return HINT_URL
    default:
      return before === 34 ? HINT_JSON : 0
  }
}
