import type { VNode } from 'preact'
import { safeText } from './safe-text.ts'
import type { Token } from './token.ts'

/** Returns a token as text, in a span of its kind's colour where it has one. For use with `map`. */
export function toSpan(token: Token, index: number): VNode | string {
  const text = safeText(token.text)
  return token.kind === 'plain' || token.kind === 'punctuation' ? (
    text
  ) : (
    <span key={index} class={`tk-${token.kind}`}>
      {text}
    </span>
  )
}
