import type { VNode } from 'preact'
import type { Pair } from './event-view.ts'
import { clip, safeText } from './safe-text.ts'
import { Text } from './text.tsx'
import { isRedacted } from './value-preview.ts'

/** What `Pairs` shows. */
export interface PairsProps {
  readonly pairs: readonly Pair[]
}

/** Rows rendered at once; the rest unfolds. */
const shownAtOnce = 60
const maxPairs = 500

/** Names and values as a description list, in the order given. At most 500 are rendered. */
export function Pairs({ pairs }: PairsProps): VNode {
  const rest = pairs.slice(shownAtOnce, maxPairs)
  return (
    <>
      <dl class="pairs">{pairs.slice(0, shownAtOnce).map(toRow)}</dl>
      {rest.length > 0 && (
        <details class="more">
          <summary>{pairs.length - shownAtOnce} more</summary>
          <dl class="pairs">{rest.map(toRow)}</dl>
        </details>
      )}
    </>
  )
}

function toRow([name, value]: Pair, index: number): VNode {
  return (
    <div class="pair" key={index}>
      <dt>
        <bdi>{safeText(clip(name, 200))}</bdi>
      </dt>
      <dd class={isRedacted(value) ? 'value-redacted' : undefined}>
        <Text text={value} />
      </dd>
    </div>
  )
}
