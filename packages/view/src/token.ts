/** The fixed list of what a piece of source text can be. Each has a class `tk-KIND` in view.css. */
export const tokenKinds = [
  'plain',
  'keyword',
  'literal',
  'string',
  'number',
  'comment',
  'type',
  'call',
  'meta',
  'property',
  'tag',
  'punctuation',
] as const

/** One of `tokenKinds`. */
export type TokenKind = (typeof tokenKinds)[number]

/** A piece of source text of one kind. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
}
