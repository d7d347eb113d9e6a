import type { ComponentView } from './component-view.ts'
import { clip } from './safe-text.ts'

const maxLines = 500
const maxDepth = 12

/**
 * Returns the tree behind a fingerprint as indented lines: `+` before a part that counts, `-` before one that does
 * not, its texts, and the reason in parentheses. At most 500 lines. Not made safe: it belongs in a fence.
 */
export function componentText(tree: ComponentView): string {
  const lines = linesOf(tree, 0, true)
  const more = lines.length - maxLines
  return [...lines.slice(0, maxLines), ...(more > 0 ? [`... ${more} more lines`] : [])].join('\n')
}

function linesOf(part: ComponentView, depth: number, counts: boolean): readonly string[] {
  const own = counts && part.contributes
  const texts = part.values.filter((value) => typeof value === 'string')
  const said =
    texts.length === 0 ? '' : `: ${texts.map((text) => clip(text, 300).replaceAll('\n', ' ')).join(' | ')}`
  const hint = part.hint === undefined ? '' : ` (${clip(part.hint, 300).replaceAll('\n', ' ')})`
  const line = `${'  '.repeat(depth)}${own ? '+' : '-'} ${clip(part.id, 60)}${said}${hint}`
  if (depth >= maxDepth) return [line]
  const below = part.values.flatMap((value) =>
    typeof value === 'string' ? [] : linesOf(value, depth + 1, own),
  )
  return [line, ...below]
}
