import { clip, EventGraph, safeText, TagBars, Time } from '@culprit/view'
import type { VNode } from 'preact'
import { FiredList } from '../alerts/fired-list.tsx'
import type { PageContext } from '../context.ts'
import type { DetailModel } from './detail-model.ts'
import { OwnersSection } from './owners-section.tsx'

/** What `DetailSide` shows. */
export interface DetailSideProps {
  readonly ctx: PageContext
  readonly model: DetailModel
  /** The page's own address, to return to after an action. */
  readonly here: string
}

/** Beside the event: when the issue was seen, in which releases, whose it is, and how its events spread over tags. */
export function DetailSide({ ctx, model, here }: DetailSideProps): VNode {
  const { issue, facets, alerts } = model
  const { now } = ctx
  return (
    <aside class="detail-side" aria-label="About this issue">
      <dl class="facts">
        {fact('Last seen', <Time at={issue.lastSeen} now={now} />, issue.lastRelease, 'last')}
        {fact('First seen', <Time at={issue.firstSeen} now={now} />, issue.firstRelease)}
        {issue.statusChangedAt !== undefined &&
          fact(changeWord(issue), <Time at={issue.statusChangedAt} now={now} />, undefined)}
      </dl>
      <OwnersSection ctx={ctx} model={model} here={here} />
      <section aria-labelledby="alerts-heading">
        <h2 id="alerts-heading" class="side-heading">
          Alerts that fired
        </h2>
        {alerts.length === 0 ? (
          <p class="empty">
            None. <a href="/alerts">Rules</a> say when.
          </p>
        ) : (
          <FiredList fired={alerts} now={now} about="issue" />
        )}
      </section>
      {facets.length > 0 && (
        <section aria-labelledby="facets-heading">
          <h2 id="facets-heading" class="side-heading">
            Tags over all events
          </h2>
          <TagBars facets={facets} />
        </section>
      )}
    </aside>
  )
}

function changeWord({ status, substatus }: DetailModel['issue']): string {
  if (status !== 'unresolved') return status === 'resolved' ? 'Resolved' : 'Ignored'
  return substatus === 'regressed' ? 'Regressed' : 'Reopened'
}

function fact(name: string, value: VNode, release: string | undefined, mark?: string): VNode {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>
        <span data-value={mark}>{value}</span>
        {release !== undefined && <bdi class="fact-release">{safeText(clip(release, 80))}</bdi>}
      </dd>
    </div>
  )
}

/** The events of two weeks as bars; nothing for an issue that was seen once. */
export function DetailGraph({ model: { graph, issue } }: { readonly model: DetailModel }): VNode | null {
  if (issue.count < 2 || graph.length === 0) return null
  return <EventGraph buckets={graph} label="Events an hour, 14 days" />
}
