import type { VNode } from 'preact'
import type { TagFacetView } from './event-view.ts'
import { formatCount } from './format-time.ts'
import { clip, safeText } from './safe-text.ts'

/** What `TagBars` shows. */
export interface TagBarsProps {
  readonly facets: readonly TagFacetView[]
  /** Values shown of each key. @default 4 */
  readonly perKey?: number
}

/** How the events of an issue spread over the values of each tag: bars with their share. */
export function TagBars({ facets, perKey = 4 }: TagBarsProps): VNode {
  return (
    <dl class="facets">
      {facets.map((facet) => (
        <div class="facet" key={facet.key}>
          <dt>
            <bdi>{safeText(clip(facet.key, 60))}</bdi>
          </dt>
          <dd>
            <ul>{facet.values.slice(0, perKey).map((value) => bar(facet, value))}</ul>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function bar(facet: TagFacetView, { value, count, href }: TagFacetView['values'][number]): VNode {
  const percent = facet.total > 0 ? Math.min(100, (count / facet.total) * 100) : 0
  const shown = <bdi>{safeText(clip(value, 120))}</bdi>
  return (
    <li
      key={value}
      class="facet-row"
      title={`${safeText(clip(value, 300))}: ${formatCount(count)} of ${formatCount(facet.total)}`}
    >
      <svg class="facet-bar" width="100%" height="100%" preserveAspectRatio="none" aria-hidden="true">
        <rect width={`${percent.toFixed(1)}%`} height="100%" rx="2" />
      </svg>
      <span class="facet-value">{href === undefined ? shown : <a href={href}>{shown}</a>}</span>
      <span class="facet-share">{percent < 1 && percent > 0 ? '<1' : Math.round(percent)}%</span>
    </li>
  )
}
