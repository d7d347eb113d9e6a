import { clip, formatCount, safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { PageContext } from '../context.ts'
import { Page } from '../page.tsx'
import { DetailHead } from './detail-head.tsx'
import type { DetailModel, ShownEvent } from './detail-model.ts'
import type { DetailRequest } from './detail-request.ts'
import { DetailGraph, DetailSide } from './detail-side.tsx'
import { EventBar } from './event-bar.tsx'
import { eventHref } from './event-href.ts'
import { EventSections } from './event-sections.tsx'
import { FeedbackSection } from './feedback-section.tsx'
import { GroupingSection } from './grouping-section.tsx'

/** What `IssueDetail` shows. */
export interface IssueDetailProps {
  readonly ctx: PageContext
  readonly model: DetailModel
  readonly request: DetailRequest
}

/** The page of an issue with one of its events. Works without scripts but for live counts and copying. */
export function IssueDetail({ ctx, model, request }: IssueDetailProps): VNode {
  const { issue, event } = model
  const here = eventHref(issue.shortId, request.eventId, request.choices)
  const title = `${issue.shortId} ${safeText(clip(issue.title, 120))}`
  return (
    <Page ctx={ctx} title={title} active="issues" scripts={['issue-detail']}>
      <article class="detail">
        <DetailHead ctx={ctx} model={model} here={here} />
        <DetailGraph model={model} />
        {event && <EventBar shortId={issue.shortId} event={event} request={request} now={ctx.now} />}
        <div class="detail-columns">
          <div class="detail-main">
            {event ? (
              <>
                <JumpLinks model={model} event={event} />
                <EventSections model={model} event={event} request={request} now={ctx.now} />
              </>
            ) : (
              <>
                <Evicted ctx={ctx} model={model} />
                <FeedbackSection reports={model.reports} now={ctx.now} />
              </>
            )}
            <GroupingSection grouping={model.grouping} />
          </div>
          <DetailSide ctx={ctx} model={model} here={here} />
        </div>
      </article>
    </Page>
  )
}

function JumpLinks({
  model: { attachments, reports },
  event: { view },
}: {
  readonly model: DetailModel
  readonly event: ShownEvent
}): VNode {
  const links = [
    ['stack', 'Stack', true],
    ['breadcrumbs', 'Breadcrumbs', view.breadcrumbs.length > 0],
    ['request', 'Request', view.request !== undefined],
    ['feedback', 'What users wrote', reports.length > 0],
    ['user', 'User', view.user !== undefined],
    ['tags', 'Tags', view.tags.length > 0],
    ['contexts', 'Contexts', true],
    ['extra', 'Extra', Object.keys(view.extra).length > 0],
    ['attachments', 'Attachments', attachments.length > 0],
    ['grouping', 'Grouping', true],
  ] as const
  return (
    <nav class="jump" aria-label="Sections of this event">
      {links.map(
        ([id, name, there]) =>
          there && (
            <a key={id} href={`#${id}`}>
              {name}
            </a>
          ),
      )}
    </nav>
  )
}

/** The event that was asked for is not stored: says why and where the nearest one is. */
function Evicted({ ctx, model: { issue, askedFor } }: Omit<IssueDetailProps, 'request'>): VNode {
  const { retentionDays } = ctx.deps.config
  return (
    <section class="empty-state">
      <h2>
        {askedFor === undefined ? 'No event of this issue is stored any more' : 'This event is not stored'}
      </h2>
      <p>
        Events are kept for {retentionDays} days; the issue and its count of {formatCount(issue.count)} stay.
        {askedFor !== undefined && ' This one was removed by retention, or never belonged to this issue.'}
      </p>
      {askedFor !== undefined && (
        <a class="button" href={`/issues/${issue.shortId}`}>
          Show the latest stored event
        </a>
      )}
    </section>
  )
}
