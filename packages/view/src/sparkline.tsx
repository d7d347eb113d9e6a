import type { VNode } from 'preact'
import { formatCount } from './format-time.ts'

/** What `Sparkline` shows. */
export interface SparklineProps {
  /** Oldest first; at most the last 200 are drawn. */
  readonly counts: readonly number[]
  /** What the counts are, for the text alternative: "Events in the last 24 hours". */
  readonly label: string
  /** In CSS pixels. @default 96 and 24 */
  readonly width?: number
  readonly height?: number
}

const maxBars = 200

/** Small bars of a series. The text alternative names total and peak. */
export function Sparkline({ counts, label, width = 96, height = 24 }: SparklineProps): VNode {
  const shown = counts.slice(-maxBars)
  const peak = Math.max(1, ...shown)
  const total = shown.reduce((sum, count) => sum + count, 0)
  const step = width / Math.max(1, shown.length)
  const gap = step > 3 ? 1 : 0.3
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label}: ${formatCount(total)}, at most ${formatCount(Math.max(0, ...shown))} at once`}
    >
      {shown.map((count, index) => {
        const size = count > 0 ? Math.max(2, (count / peak) * (height - 1)) : 1
        return (
          <rect
            key={index}
            class={count > 0 ? 'bar' : 'bar-empty'}
            x={round(index * step)}
            y={round(height - size)}
            width={round(Math.max(0.5, step - gap))}
            height={round(size)}
          />
        )
      })}
    </svg>
  )
}

const round = (value: number): number => Math.round(value * 100) / 100
