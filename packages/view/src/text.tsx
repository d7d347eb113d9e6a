import type { VNode } from 'preact'
import { clip, formatSize, safeText, textHardLimit, textLimit } from './safe-text.ts'

/** What `Text` shows. */
export interface TextProps {
  readonly text: string
  /** Characters shown at once. @default 2048 */
  readonly limit?: number
}

/**
 * Text from strangers: isolated from the direction of its surroundings, invisible characters made visible,
 * clipped with a native "show all" where it is long.
 */
export function Text({ text, limit = textLimit }: TextProps): VNode {
  if (text.length <= limit) return <bdi>{safeText(text)}</bdi>
  return (
    <details class="clip">
      <summary>
        <bdi>{safeText(clip(text, limit))}</bdi>{' '}
        <span class="clip-more">show all ({formatSize(text.length)})</span>
      </summary>
      <bdi>{safeText(clip(text, textHardLimit))}</bdi>
    </details>
  )
}
