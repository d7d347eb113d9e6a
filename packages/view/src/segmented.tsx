import type { VNode } from 'preact'

/** One of the views a reader can choose between. */
export interface Segment {
  readonly key: string
  readonly label: string
  readonly href: string
  readonly count?: number | undefined
}

/** What `Segmented` shows. */
export interface SegmentedProps {
  /** What is chosen, for assistive technology: "Stack trace view". */
  readonly label: string
  readonly current: string
  readonly segments: readonly Segment[]
}

/** Links that choose between views of the same thing. Plain links, so they work without scripts. */
export function Segmented({ label, current, segments }: SegmentedProps): VNode {
  return (
    <nav class="segmented" aria-label={label}>
      {segments.map(({ key, label: name, href, count }) => (
        <a key={key} href={href} data-mode={key} aria-current={key === current ? 'true' : undefined}>
          {name}
          {count !== undefined && <span class="segment-count">{count}</span>}
        </a>
      ))}
    </nav>
  )
}
