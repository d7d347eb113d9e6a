/** The kinds of secrets that a text may hold, as bits. */
export const HINT_NUMBER = 1
export const HINT_TOKEN = 2
export const HINT_SCHEME = 4
export const HINT_PAIR = 8
export const HINT_URL = 16
export const HINT_JSON = 32
export const HINT_PEM = 64
export const HINT_FIELD = 128
export const HINT_PLAIN = 256

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
  const colon = text.indexOf(': ')
  if (colon >= 0 && FIELD.test(text)) hints |= HINT_FIELD
  if ((colon >= 0 && hasPlainField(text, colon)) || hasFlag(text)) hints |= HINT_PLAIN
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

/** The last two letters of names of secrets: password, passwd, passphrase, secrets, tokens, keys, auth, credentials ... */
const ENDINGS: Uint8Array = new Uint8Array(1024)
for (const two of 'rd wd ss se et ts en ns ey ys th al ls tp ed ds'.split(' ')) ENDINGS[endingOf(two, 2)] = 1
const SECRETISH = /pass|pwd|secret|token|key|auth|cred|otp/i
const MAX_NAME = 64

/** Looks for `password: x`, by the last two letters of the name first: most colons follow others. */
function hasPlainField(text: string, first: number): boolean {
  for (let at = first; at >= 0; at = text.indexOf(': ', at + 2)) {
    if (ENDINGS[endingOf(text, at)] === 1 && SECRETISH.test(text.slice(Math.max(0, at - MAX_NAME), at)))
      return true
  }
  return false
}

/** The two characters before a place, whatever their case, as a number below 1,024. */
function endingOf(text: string, at: number): number {
  return (text.charCodeAt(at - 2) & 31) * 32 + (text.charCodeAt(at - 1) & 31)
}

/** Looks for `--password x`. */
function hasFlag(text: string): boolean {
  for (let at = text.indexOf('--'); at >= 0; at = text.indexOf('--', at + 2)) {
    if (isWord(text, at + 2) && SECRETISH.test(text.slice(at, at + MAX_NAME))) return true
  }
  return false
}

const WORD: Uint8Array = new Uint8Array(128).map((_, code) =>
  /[\w-]/.test(String.fromCharCode(code)) ? 1 : 0,
)
const TOKEN_LEADS: ReadonlySet<number> = new Set(
  'gh gi gl xo xa AK AS AI AT sk rk ey np wh do hf py dc sh sn li'.split(' ').map((lead) => pair(lead, 0)),
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
    if (end - start >= TOKEN_RUN && (TOKEN_LEADS.has(pair(text, start)) || isAfterLead(text, start)))
      return true
    // The next probe must lie beyond this run, else a long run would be measured again and again.
    while (probe + TOKEN_RUN < end) probe += TOKEN_RUN
  }
  return false
}

/** Kinds of tokens that have a dot after their beginning. */
function isAfterLead(text: string, start: number): boolean {
  return (
    text.charCodeAt(start - 1) === 46 &&
    (text.startsWith('SG', start - 3) || text.startsWith('ya29', start - 5))
  )
}

function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code < 128 && WORD[code] === 1
}

function pair(text: string, at: number): number {
  return text.charCodeAt(at) * 65_536 + text.charCodeAt(at + 1)
}
