import type { VNode } from 'preact'
import { absoluteTime, formatCount, isoTime } from './format-time.ts'

/** Events of one span of time. */
export interface GraphBucket {
  /** Start of the span, milliseconds since the epoch. */
  readonly at: number
  readonly count: number
}

/** What `EventGraph` shows. */
export interface EventGraphProps {
  /** Oldest first, of equal spans; at most the last 400 are drawn. */
  readonly buckets: readonly GraphBucket[]
  /** "Events an hour, last 7 days". */
  readonly label: string
}

const height = 64
const barWidth = 6
const maxBuckets = 400

/** Bars of an issue's events over time, with the peak and both ends written, and a table for who cannot see them. */
export function EventGraph({ buckets, label }: EventGraphProps): VNode {
  const shown = buckets.slice(-maxBuckets)
  const peak = Math.max(1, ...shown.map(({ count }) => count))
  const width = Math.max(1, shown.length * barWidth)
  const first = shown[0]
  return (
    <figure class="graph">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width="100%"
        height={height}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path class="graph-grid" d={`M0 .5H${width}M0 ${height / 2}H${width}`} />
        {shown.map(({ at, count }, index) => (
          <rect
            key={at}
            class={count > 0 ? 'bar' : 'bar-empty'}
            x={index * barWidth}
            y={barTop(count, peak)}
            width={barWidth - 1}
            height={height - barTop(count, peak)}
          >
            <title>{`${absoluteTime(at)}: ${formatCount(count)}`}</title>
          </rect>
        ))}
      </svg>
      <figcaption>
        <span>{first ? shortStamp(first.at) : ''}</span>
        <span>
          {label} · peak {formatCount(Math.max(0, ...shown.map(({ count }) => count)))}
        </span>
        <span>now</span>
      </figcaption>
      {tableOf(shown, label)}
    </figure>
  )
}

const barTop = (count: number, peak: number): number =>
  count > 0 ? Math.min(height - 3, Math.round(height - (count / peak) * (height - 4))) : height - 1

const shortStamp = (at: number): string => absoluteTime(at).slice(5, 16)

/** Spans without events are left out: a screen reader need not go through them. */
function tableOf(buckets: readonly GraphBucket[], label: string): VNode {
  return (
    <div class="visually-hidden">
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Events</th>
          </tr>
        </thead>
        <tbody>
          {buckets
            .filter(({ count }) => count > 0)
            .map(({ at, count }) => (
              <tr key={at}>
                <td>
                  <time dateTime={isoTime(at)}>{absoluteTime(at)}</time>
                </td>
                <td>{formatCount(count)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}
