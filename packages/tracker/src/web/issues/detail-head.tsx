import { clip, CopyButton, formatCount, LevelBadge, safeText, Text } from '@culprit/view'
import type { VNode } from 'preact'
import type { PageContext } from '../context.ts'
import { Badges } from './badges.tsx'
import type { DetailModel } from './detail-model.ts'
import { StatusActions } from './status-actions.tsx'

/** What `DetailHead` shows. */
export interface DetailHeadProps {
  readonly ctx: PageContext
  readonly model: DetailModel
  /** The page's own address, to return to after an action. */
  readonly here: string
}

/** The head of an issue page: way back, short id, type and message, states, counts, actions. */
export function DetailHead({ ctx, model, here }: DetailHeadProps): VNode {
  const { issue, event } = model
  return (
    <header class="detail-head" data-issue={issue.id} data-short={issue.shortId}>
      <nav class="crumb-path" aria-label="Breadcrumb">
        <a href="/issues" data-back-to-list>
          Issues
        </a>
        <span aria-hidden="true">/</span>
        <span aria-current="page">{issue.shortId}</span>
        <CopyButton text={issue.shortId} label="short id" />
      </nav>
      <div class="detail-title">
        <LevelBadge level={issue.level} />
        <h1>
          <bdi>{safeText(clip(issue.type, 300))}</bdi>
        </h1>
        <Badges issue={issue} />
        {event?.sample === true && <span class="badge badge-warn">Test event</span>}
      </div>
      {issue.message !== '' && (
        <div class="detail-message">
          <Text text={issue.message} limit={600} />
        </div>
      )}
      <p class="detail-facts">
        {issue.culprit !== '' && (
          <bdi class="detail-culprit" title="Where it happened">
            {safeText(clip(issue.culprit, 300))}
          </bdi>
        )}
        <span class="detail-count">
          <b data-value="count">{formatCount(issue.count)}</b> {issue.count === 1 ? 'event' : 'events'}
          {event && event.stored < issue.count && (
            <span class="muted"> ({formatCount(event.stored)} stored)</span>
          )}
        </span>
        <span class="detail-count">
          <b data-value="users">{formatCount(issue.userCount)}</b> {issue.userCount === 1 ? 'user' : 'users'}
        </span>
      </p>
      <StatusActions ctx={ctx} issue={issue} back={here} />
    </header>
  )
}
