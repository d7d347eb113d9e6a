import { isCardNumber } from './card-number.ts'
import { FILTERED } from './filtered.ts'
import {
  HINT_FIELD,
  HINT_JSON,
  HINT_NUMBER,
  HINT_PAIR,
  HINT_PEM,
  HINT_PLAIN,
  HINT_SCHEME,
  HINT_TOKEN,
  HINT_URL,
} from './hints.ts'
import { secretHints } from './hints.ts'
import { isSecretHeader } from './headers.ts'
import { isIban } from './iban.ts'
import type { KeyTest } from './key-matcher.ts'

// Every pattern starts only where a run begins (look-behind) or repeats a bounded number of times, so that each
// is linear on hostile text.
const PEM = /-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,32}PRIVATE KEY-----|$)/g
const URL_PASSWORD = /(\/\/[^\s/?#:@'"<>]{0,256}:)([^\s/?#'"<>]{1,256})@/g
const TOKEN =
  /(?<![\w-])(?:do[opr]_v1_[\da-f]{32,}|SG\.[\w-]{16,}\.[\w-]{16,}|ya29\.[\w-]{20,}|hf_\w{30,}|pypi-[\w-]{16,}|dckr_pat_[\w-]{16,}|shp(?:at|ca|pa|ss)_[\da-fA-F]{32}|sntry[su]_[\w=+/-]{20,}|lin_api_\w{20,}|xapp-[\w-]{11,}|ATATT3[\w=-]{20,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{11,}|A[KS]IA[A-Z0-9]{16}(?!\w)|[rs]k_(?:live|test)_\w{10,}|sk-[\w-]{20,}|whsec_\w{16,}|npm_\w{36,}|AIza[\w-]{35,}|eyJ[\w-]{13,}\.[\w-]{4,}(?:\.[\w-]*)?)/g
const SCHEME = /(?<![\w-])(Bearer|Basic)( {1,4})([\w+/=.~-]{1,8192})/gi
const PAIR = /(^|[\s?&;,({#])([\w.\-%[\]]{1,64})=("[^"\n]{1,1024}"|'[^'\n]{1,1024}'|[^\s&#"'`<>;,)}]+)/g
const FORM_PART = /(form-data; name="([^"\r\n]{1,64})"\r?\n\r?\n)([^\r\n]{1,8192})/g
const JSON_PAIR = /((["'])([\w.\- ]{1,64})\2\s{0,4}:\s{0,4}(["']))((?:(?!\4)[^\\]|\\.){1,8192})/g
const NAMED_FIELD = /(?<![\w$.'"`-])([\w$]{1,64}: {0,4}(["'`]))((?:(?!\2)[^\\]|\\.){1,8192})/g
const HEADER =
  /(?<![\w-])((?:set-)?cookie|(?:proxy-)?authorization|x-[\w-]{1,64})(: {0,4})(?!["'`\s])([^\r\n]{1,8192})/gi
/** A name and a value without quotes, as in YAML; what the value must look like is asked apart. */
const PLAIN_FIELD = /(?<![\w$.'"`-])([\w$][\w$.-]{0,63})(: {1,4})([^\s"'`,;(){}[\]<>]{4,1024})(?![\w(])/g
const FLAG = /(?<![\w-])(--[\w-]{1,64} {1,4})("[^"\n]{1,1024}"|'[^'\n]{1,1024}'|(?![-"'])[^\s"'`]{1,1024})/g
const SCHEME_GONE = /^(?:Bearer|Basic) {1,4}\[Filtered\]/i
const CARD =
  /(?<![\w.-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})(?![\w-]|\.\d)/g
const IBAN = /(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)/g
const SSN = /(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g
const IP_V4 = /(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.])/g
const IP_V6 =
  /(?<![\w:.])(?:[\da-f]{1,4}:){7}[\da-f]{1,4}(?![\w:])|(?<![\w:.])(?=[\da-f:]{0,39}::)(?:[\da-f]{1,4}:){0,7}:(?:[\da-f]{1,4}(?::[\da-f]{1,4}){0,6})?(?![\w:])/gi

const MAX_PAIR_KEY = 64

/** Words that follow these schemes in prose. Base64 of `user:password` is never a plain word; a token may be one. */
const PROSE_BASIC = /^[A-Za-z]?[a-z]{0,15}[.,]?$/
const PROSE_BEARER =
  /^(?:auth\w{0,11}|tokens?|schemes?|credentials?|headers?|realm|required|missing|invalid|expired|error|is|was|and|or|not|of|with|type)[.,]?$/i

/** Words that follow the name of a secret in prose and in usage texts. */
const PROSE =
  /^(?:is|was|are|and|or|not|of|in|to|for|with|from|must|may|can|needs?|required|missing|invalid|expired|flags?|options?|arguments?|parameters?|values?|does|has|if|when|given|set|unset)[.,:;)]?$/i
/** A value with digits or signs; a name of a type, of a variable or of a member is code. */
const LIKE_SECRET = /[\d!@#%^&*+=~]/
const MEMBER = /^[A-Za-z_$][\w$]*(?:\.[\w$]+)+$/

/** What `replaceSecrets` needs beside the text. `onMatch` is told the rule of each secret it replaces. */
export interface PatternContext {
  readonly isSecret: KeyTest
  readonly ips: boolean
  readonly onMatch: (rule: string) => void
}

/**
 * Returns the text with the parts that look like secrets replaced by `[Filtered]`, the rest untouched: private
 * keys, passwords in URLs, known tokens, `Bearer` and `Basic` values, values of secret keys in `a=b`, `a: b`, `--a b`, JSON
 * and multipart form, card numbers, IBANs, US social security numbers, and IP addresses when asked. Linear in the text.
 */
export function replaceSecrets(text: string, context: PatternContext): string {
  return replaceHinted(text, secretHints(text), context)
}

/** What one rule leaves may be a match for another; more than two rounds are only seen in texts made for it. */
const MAX_ROUNDS = 4

/** The same for a text whose hints are known. */
export function replaceHinted(text: string, hints: number, context: PatternContext): string {
  if (hints === 0 && !context.ips) return text
  let out = replaceOnce(text, hints, context)
  for (let round = 1, before = text; out !== before && round < MAX_ROUNDS; round++) {
    before = out
    out = replaceOnce(before, secretHints(before), context)
  }
  return out
}

function replaceOnce(text: string, hints: number, context: PatternContext): string {
  let out = text
  if ((hints & HINT_PEM) !== 0) out = replaceWhole(out, PEM, 'pemkey', context)
  if ((hints & HINT_URL) !== 0) out = replaceUrlPasswords(out, context)
  if ((hints & HINT_TOKEN) !== 0) out = replaceWhole(out, TOKEN, 'token', context)
  if ((hints & HINT_SCHEME) !== 0) out = replaceSchemes(out, context)
  if ((hints & HINT_PAIR) !== 0) out = replaceFormParts(replacePairs(out, context), context)
  if ((hints & HINT_JSON) !== 0) out = replaceJsonPairs(out, context)
  if ((hints & HINT_FIELD) !== 0) out = replaceHeaders(replaceNamedFields(out, context), context)
  if ((hints & HINT_PLAIN) !== 0) out = replaceFlags(replacePlainFields(out, context), context)
  if ((hints & HINT_NUMBER) !== 0) out = replaceNumbers(out, context)
  if (context.ips) out = replaceWhole(replaceWhole(out, IP_V4, 'ip', context), IP_V6, 'ip', context)
  return out
}

function replaceWhole(text: string, pattern: RegExp, rule: string, context: PatternContext): string {
  return text.replace(pattern, () => filtered(rule, context))
}

function filtered(rule: string, context: PatternContext): string {
  context.onMatch(rule)
  return FILTERED
}

function replaceUrlPasswords(text: string, context: PatternContext): string {
  return text.replace(URL_PASSWORD, (match: string, before: string, password: string) =>
    password === FILTERED || password.startsWith(`${FILTERED}@`)
      ? match
      : `${before}${filtered('urlpassword', context)}@`,
  )
}

function replaceSchemes(text: string, context: PatternContext): string {
  return text.replace(SCHEME, (match: string, scheme: string, space: string, value: string) =>
    (scheme.length === 5 ? PROSE_BASIC : PROSE_BEARER).test(value)
      ? match
      : `${scheme}${space}${filtered('authscheme', context)}`,
  )
}

function replacePairs(text: string, context: PatternContext): string {
  if (!hasSecretPair(text, context.isSecret)) return text
  return text.replace(PAIR, (match: string, before: string, key: string, value: string) =>
    value.startsWith(FILTERED) || !context.isSecret(key)
      ? match
      : `${before}${key}=${filtered('pair', context)}`,
  )
}

/** Fields of a `multipart/form-data` body, whose values stand on a line of their own. */
function replaceFormParts(text: string, context: PatternContext): string {
  if (!text.includes('form-data; name="')) return text
  return text.replace(FORM_PART, (match: string, before: string, key: string, value: string) =>
    value === FILTERED || !context.isSecret(key) ? match : before + filtered('pair', context),
  )
}

/** Most pairs are harmless query parameters; looking at their keys costs a fifth of running the pattern. */
function hasSecretPair(text: string, isSecret: KeyTest): boolean {
  for (let equals = text.indexOf('='); equals >= 0; equals = text.indexOf('=', equals + 1)) {
    let start = equals
    while (start > 0 && equals - start < MAX_PAIR_KEY && isKeyCode(text.charCodeAt(start - 1))) start--
    if (start < equals && isSecret(text.slice(start, equals))) return true
  }
  return false
}

/** The characters of a key in the pair pattern: word characters and `.`, `-`, `%`, `[`, `]`. */
function isKeyCode(code: number): boolean {
  if (code >= 97) return code <= 122
  if (code >= 48 && code <= 57) return true
  if (code >= 65) return code <= 91 || code === 93 || code === 95
  return code === 46 || code === 45 || code === 37
}

/** Quoted keys and values, as in JSON and in what Python prints of a dict. */
function replaceJsonPairs(text: string, context: PatternContext): string {
  const replace = (match: string, ...groups: readonly string[]): string => {
    const [before = '', , key = '', , value] = groups
    return value === FILTERED || !context.isSecret(key) ? match : before + filtered('pair', context)
  }
  return text.replace(JSON_PAIR, replace)
}

/** Names without quotes before quoted values, as Node prints objects: `{ password: 'x' }`. */
function replaceNamedFields(text: string, context: PatternContext): string {
  return text.replace(NAMED_FIELD, (match: string, before: string, _quote: string, value: string) => {
    const key = before.slice(0, before.indexOf(':'))
    return value === FILTERED || !context.isSecret(key) ? match : before + filtered('pair', context)
  })
}

/** Header lines: the value goes to the end of its line, since cookies and digests hold more than one secret. */
function replaceHeaders(text: string, context: PatternContext): string {
  return text.replace(HEADER, (match: string, name: string, colon: string, value: string) =>
    value.startsWith(FILTERED) || SCHEME_GONE.test(value) || !(isSecretHeader(name) || context.isSecret(name))
      ? match
      : name + colon + filtered('header', context),
  )
}

/** Names before values without quotes, as in YAML and in prose: `password: hunter2`. */
function replacePlainFields(text: string, context: PatternContext): string {
  return text.replace(PLAIN_FIELD, (match: string, key: string, colon: string, value: string) =>
    value.startsWith(FILTERED) || !LIKE_SECRET.test(value) || MEMBER.test(value) || !context.isSecret(key)
      ? match
      : key + colon + filtered('pair', context),
  )
}

/** Arguments of commands: `--password hunter2`. */
function replaceFlags(text: string, context: PatternContext): string {
  return text.replace(FLAG, (match: string, flag: string, value: string) =>
    value.startsWith(FILTERED) || PROSE.test(value) || !context.isSecret(flag.slice(2).trimEnd())
      ? match
      : flag + filtered('pair', context),
  )
}

function replaceNumbers(text: string, context: PatternContext): string {
  const withoutCards = text.replace(CARD, (match) =>
    isCardNumber(match.replace(/[ -]/g, '')) ? filtered('creditcard', context) : match,
  )
  return withoutCards
    .replace(IBAN, (match) => replaceIban(match, context))
    .replace(SSN, () => filtered('usssn', context))
}

/** The pattern may take in a short word after the number, so its tail is dropped word by word. */
function replaceIban(match: string, context: PatternContext): string {
  let end = match.length
  while (end > 0) {
    if (isIban(match.slice(0, end).replaceAll(' ', ''))) return filtered('iban', context) + match.slice(end)
    end = match.lastIndexOf(' ', end - 1)
  }
  return match
}
