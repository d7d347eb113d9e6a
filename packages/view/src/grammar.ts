/** How a quoted run begins, ends and whether it may span lines. */
export interface StringRule {
  readonly open: string
  readonly close: string
  readonly multiline: boolean
  /** True where a backslash takes the next character with it. */
  readonly escapes: boolean
  /** Longest run in characters; a longer one is no string (Rust lifetimes against characters). */
  readonly maxLength?: number
}

/** All the scanner knows of a language. Fragments may begin anywhere, so full grammars would buy little. */
export interface Grammar {
  readonly lineComments: readonly string[]
  readonly blockComments: readonly StringRule[]
  readonly strings: readonly StringRule[]
  readonly keywords: ReadonlySet<string>
  readonly literals: ReadonlySet<string>
  /** Characters that make a word of what follows them (`@decorator`, `:symbol`). */
  readonly sigils: ReadonlyMap<string, 'meta' | 'literal' | 'plain'>
  /** Characters besides letters, digits, `_` and `$` that a word may contain. */
  readonly wordExtras: string
  readonly ignoreCase: boolean
  readonly regexes: boolean
  readonly markup: boolean
  /** True where `name:` marks a property name. */
  readonly properties: boolean
  /** True where a capitalised word names a type. */
  readonly types: boolean
}

/** Returns the words of a list with blanks between. */
export const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))
/** A quote that ends with its line. */
export const line = (quote: string): StringRule => ({
  open: quote,
  close: quote,
  multiline: false,
  escapes: true,
})
/** A quote that may go over lines. */
export const block = (open: string, close: string = open, escapes = true): StringRule => ({
  open,
  close,
  multiline: true,
  escapes,
})
/** The comment of the C family. */
const comment: StringRule = block('/*', '*/', false)

/** What most languages have in common. */
export const base: Grammar = {
  lineComments: ['//'],
  blockComments: [comment],
  strings: [line('"'), line("'")],
  keywords: new Set(),
  literals: words('true false null'),
  sigils: new Map(),
  wordExtras: '',
  ignoreCase: false,
  regexes: false,
  markup: false,
  properties: false,
  types: true,
}

/** `@decorator` */
export const annotations: Grammar['sigils'] = new Map([['@', 'meta']])
