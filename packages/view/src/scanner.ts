import type { Grammar, StringRule } from './grammar.ts'
import type { Token, TokenKind } from './token.ts'

/** Turns lines into tokens, one after the other, remembering what is still open at the end of a line. */
export interface Scanner {
  /** Returns the tokens of the next line; their texts concatenate to it. Never empty texts. */
  line(text: string): readonly Token[]
  /** Characters looked at so far. */
  steps(): number
}

/** A comment or string that the last line left open. */
interface Open {
  readonly rule: StringRule
  readonly kind: TokenKind
}

interface State {
  open: Open | undefined
  inTag: boolean
  steps: number
}

/** The line being scanned. `deadRegex`: no regular expression can close on the rest of this line. */
interface Cursor {
  readonly text: string
  at: number
  last: string
  deadRegex: boolean
  readonly out: Token[]
}

/**
 * Creates a scanner for one language. Each character is consumed once and looked ahead at a bounded number
 * of times, so the steps are at most a constant times the characters.
 */
export function createScanner(grammar: Grammar): Scanner {
  const state: State = { open: undefined, inTag: false, steps: 0 }
  return {
    line: (text) => {
      const cursor: Cursor = { text, at: 0, last: '', deadRegex: false, out: [] }
      openDocComment(grammar, state, text)
      while (cursor.at < text.length) next(grammar, state, cursor)
      if (state.open && !state.open.rule.multiline) state.open = undefined
      return cursor.out
    },
    steps: () => state.steps,
  }
}

/** A fragment often begins inside a block comment; a line that starts with `* ` gives that away. */
function openDocComment(grammar: Grammar, state: State, text: string): void {
  const rule = grammar.blockComments[0]
  if (state.open || rule?.open !== '/*') return
  let at = 0
  while (isSpace(text.charCodeAt(at))) at += 1
  state.steps += at
  const after = text[at + 1]
  if (text[at] === '*' && (after === ' ' || after === '/' || after === undefined)) {
    state.open = { rule: { ...rule, multiline: false }, kind: 'comment' }
  }
}

function next(grammar: Grammar, state: State, cursor: Cursor): void {
  if (state.open) return finishOpen(state, cursor, state.open)
  const char = cursor.text[cursor.at] ?? ''
  if (startsComment(grammar, state, cursor)) return
  if (grammar.markup && !state.inTag) return scanMarkupText(state, cursor, char)
  if (startsString(grammar, state, cursor)) return
  if (isSpace(char.charCodeAt(0))) return take(state, cursor, 'plain', runOf(cursor, isSpace))
  if (isDigit(char.charCodeAt(0))) return scanNumber(state, cursor)
  if (isWordStart(char.charCodeAt(0))) return scanWord(grammar, state, cursor)
  if (startsSigil(grammar, state, cursor, char)) return
  if (grammar.regexes && char === '/' && startsRegex(state, cursor)) return
  if (grammar.markup && char === '>') state.inTag = false
  take(state, cursor, 'punctuation', cursor.at + 1)
}

function take(state: State, cursor: Cursor, kind: TokenKind, end: number): void {
  const text = cursor.text.slice(cursor.at, end)
  state.steps += end - cursor.at
  const previous = cursor.out.at(-1)
  if (previous?.kind === kind) cursor.out[cursor.out.length - 1] = { kind, text: previous.text + text }
  else cursor.out.push({ kind, text })
  cursor.at = end
  if (kind !== 'plain' || text.trim() !== '')
    cursor.last = kind === 'keyword' ? 'keyword' : (text.at(-1) ?? '')
}

/** Consumes up to the close of what is open, or to the end of the line. */
function finishOpen(state: State, cursor: Cursor, open: Open): void {
  const { rule, kind } = open
  let at = cursor.at
  while (at < cursor.text.length) {
    if (rule.escapes && cursor.text[at] === '\\') at += 2
    else if (cursor.text.startsWith(rule.close, at)) {
      state.open = undefined
      return take(state, cursor, kind, at + rule.close.length)
    } else at += 1
  }
  take(state, cursor, kind, cursor.text.length)
  if (!rule.multiline) state.open = undefined
}

function startsComment(grammar: Grammar, state: State, cursor: Cursor): boolean {
  for (const mark of grammar.lineComments) {
    if (cursor.text.startsWith(mark, cursor.at)) {
      take(state, cursor, 'comment', cursor.text.length)
      return true
    }
  }
  const rule = grammar.blockComments.find(({ open }) => cursor.text.startsWith(open, cursor.at))
  if (!rule) return false
  begin(state, cursor, { rule, kind: 'comment' })
  return true
}

function begin(state: State, cursor: Cursor, open: Open): void {
  take(state, cursor, open.kind, cursor.at + open.rule.open.length)
  state.open = open
}

function startsString(grammar: Grammar, state: State, cursor: Cursor): boolean {
  const strings = grammar.markup ? markupStrings : grammar.strings
  const rule = strings.find(({ open }) => cursor.text.startsWith(open, cursor.at))
  if (!rule) return false
  if (rule.maxLength !== undefined) {
    const close = cursor.text.slice(cursor.at + 1, cursor.at + rule.maxLength).indexOf(rule.close)
    state.steps += rule.maxLength
    if (close < 0) return false
  }
  if (grammar.properties && closesBeforeColon(state, cursor, rule)) return true
  begin(state, cursor, { rule, kind: 'string' })
  return true
}

/** JSON: a string before a colon is a property name. Looks at the string once more, so stays linear. */
function closesBeforeColon(state: State, cursor: Cursor, rule: StringRule): boolean {
  let at = cursor.at + 1
  while (at < cursor.text.length && cursor.text[at] !== rule.close) at += cursor.text[at] === '\\' ? 2 : 1
  const end = Math.min(at + 1, cursor.text.length)
  state.steps += end - cursor.at
  if (!colonFollows(state, cursor.text, end)) return false
  take(state, cursor, 'property', end)
  return true
}

function colonFollows(state: State, text: string, from: number): boolean {
  let at = from
  while (isSpace(text.charCodeAt(at))) at += 1
  state.steps += at - from
  return text[at] === ':'
}

function scanMarkupText(state: State, cursor: Cursor, char: string): void {
  if (char !== '<') {
    const end = runOf(cursor, (code) => code !== 0x3c)
    return take(state, cursor, 'plain', end)
  }
  state.inTag = true
  const slash = cursor.text[cursor.at + 1] === '/' ? 2 : 1
  take(state, cursor, 'punctuation', cursor.at + slash)
  const end = runOf(cursor, (code) => isWord(code) || code === 0x2d || code === 0x21)
  if (end > cursor.at) take(state, cursor, 'tag', end)
}

function scanNumber(state: State, cursor: Cursor): void {
  let at = cursor.at
  while (at < cursor.text.length) {
    const code = cursor.text.charCodeAt(at)
    const point = code === 0x2e && isDigit(cursor.text.charCodeAt(at + 1))
    if (!isWord(code) && !point) break
    at += 1
  }
  take(state, cursor, 'number', at)
}

function scanWord(grammar: Grammar, state: State, cursor: Cursor): void {
  const end = wordEnd(grammar, cursor, cursor.at)
  const word = cursor.text.slice(cursor.at, end)
  take(state, cursor, wordKind(grammar, state, { cursor, word, end }), end)
}

interface Word {
  readonly cursor: Cursor
  readonly word: string
  readonly end: number
}

function wordKind(grammar: Grammar, state: State, { cursor, word, end }: Word): TokenKind {
  if (grammar.markup) return 'property'
  const key = grammar.ignoreCase ? word.toLowerCase() : word
  const isMember = cursor.last === '.'
  if (!isMember && grammar.keywords.has(key)) return 'keyword'
  if (!isMember && grammar.literals.has(key)) return 'literal'
  if (cursor.text[end] === '(') return 'call'
  if (grammar.properties && colonFollows(state, cursor.text, end)) return 'property'
  if (grammar.types && /^[A-Z]/.test(word) && /[a-z]/.test(word)) return 'type'
  return 'plain'
}

function startsSigil(grammar: Grammar, state: State, cursor: Cursor, char: string): boolean {
  const kind = grammar.sigils.get(char)
  if (!kind || !isWordStart(cursor.text.charCodeAt(cursor.at + 1))) return false
  if (char === ':' && cursor.last === ':') return false
  take(state, cursor, kind, wordEnd(grammar, cursor, cursor.at + 1))
  return true
}

/**
 * A slash begins a regular expression where an operand may stand. If none closes, none later on this line
 * will, and the line is not searched again.
 */
function startsRegex(state: State, cursor: Cursor): boolean {
  const { text, last } = cursor
  const operandBefore = last !== '' && last !== 'keyword' && (/[\w$)\]}"'`]/.test(last) || last > '\u007f')
  if (cursor.deadRegex || operandBefore) return false
  let inClass = false
  for (let at = cursor.at + 1; at < text.length; at += 1) {
    const char = text[at]
    state.steps += 1
    if (char === '\\') at += 1
    else if (char === '[') inClass = true
    else if (char === ']') inClass = false
    else if (char === '/' && !inClass) {
      let end = at + 1
      while (isWord(text.charCodeAt(end))) end += 1
      take(state, cursor, 'string', end)
      return true
    }
  }
  cursor.deadRegex = true
  return false
}

function wordEnd(grammar: Grammar, cursor: Cursor, from: number): number {
  let at = from
  while (at < cursor.text.length) {
    if (!isWord(cursor.text.charCodeAt(at)) && !grammar.wordExtras.includes(cursor.text[at] ?? '')) break
    at += 1
  }
  return at
}

function runOf(cursor: Cursor, matches: (code: number) => boolean): number {
  let at = cursor.at
  while (at < cursor.text.length && matches(cursor.text.charCodeAt(at))) at += 1
  return at
}

const markupStrings: readonly StringRule[] = [
  { open: '"', close: '"', multiline: true, escapes: false },
  { open: "'", close: "'", multiline: true, escapes: false },
]

const isSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d)
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39
const isWordStart = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x41 && code <= 0x5a) ||
  code === 0x5f ||
  code === 0x24 ||
  code > 0x7f
const isWord = (code: number): boolean => isWordStart(code) || isDigit(code)
