import { clip, ComponentTree, safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { GroupingView } from './grouping-view.ts'

/** What `GroupingSection` shows. */
export interface GroupingSectionProps {
  readonly grouping: GroupingView
}

/** Folded: by which rules the issue's events are one, and what of them counted. */
export function GroupingSection({ grouping }: GroupingSectionProps): VNode {
  const { mechanism, label, hash, source, tree } = grouping
  return (
    <details class="block grouping" id="grouping">
      <summary>Grouping: why grouped here?</summary>
      <p class="grouping-lead">
        Events are one issue when all parts marked ✓ are the same. Frames stand in call order, the one that
        threw last.
      </p>
      {tree ? (
        <ComponentTree tree={tree} />
      ) : (
        <p class="left-out">
          The parts were not kept with this issue, and no stored event leads to its fingerprint any more.
        </p>
      )}
      {source === 'recomputed' && (
        <p class="left-out">Built anew from the event shown: none was kept with the issue.</p>
      )}
      <dl class="pairs">
        <div class="pair">
          <dt>mechanism</dt>
          <dd>
            {safeText(clip(mechanism, 60))}
            {label !== '' && `: ${label}`}
          </dd>
        </div>
        <div class="pair">
          <dt>fingerprint</dt>
          <dd>{safeText(clip(hash, 64))}</dd>
        </div>
      </dl>
    </details>
  )
}
