import { formatCount, Time } from '@culprit/view'
import type { VNode } from 'preact'
import type { Instant } from '../../domain/instant.ts'
import { type EmptyReason, textElsewhere } from './list-model.ts'
import { listHref, type ListRequest } from './list-request.ts'

/** What `EmptyList` shows. */
export interface EmptyListProps {
  readonly now: Instant
  readonly request: ListRequest
  readonly reason: EmptyReason
}

/** An empty list says why it is empty and what can be done, so that silence is not mistaken for health. */
export function EmptyList({ now, request, reason }: EmptyListProps): VNode {
  switch (reason.kind) {
    case 'no-event-ever':
      return (
        <section class="empty-state">
          <h2>No event has arrived yet</h2>
          <p>
            Point an application's Sentry SDK here by its DSN, or send a test event. Its first error shows up
            on this page by itself.
          </p>
          <a class="button primary" href="/connect">
            Connect an application
          </a>
        </section>
      )
    case 'all-clear':
      return (
        <section class="empty-state">
          <h2>No open issues</h2>
          <p>
            The last event arrived <Time at={reason.lastSeen} now={now} />. All issues are resolved or
            ignored.
          </p>
          <a class="button" href={listHref(request, { text: '' })}>
            Show all issues
          </a>
        </section>
      )
    case 'no-project':
      return (
        <section class="empty-state">
          <h2>There is no such project here</h2>
          <a class="button" href="/issues">
            Show all projects
          </a>
        </section>
      )
    case 'no-match':
      return <NoMatch request={request} elsewhere={reason.elsewhere} />
  }
}

function NoMatch({
  request,
  elsewhere,
}: {
  readonly request: ListRequest
  readonly elsewhere: number
}): VNode {
  return (
    <section class="empty-state">
      <h2>No issue matches</h2>
      {elsewhere > 0 && (
        <p>
          {formatCount(elsewhere)}
          {elsewhere >= 50 ? ' or more' : ''} in other environments.{' '}
          <a href={listHref(request, { text: textElsewhere(request.text) })}>Show them</a>
        </p>
      )}
      <a class="button" href="/issues">
        Clear filters
      </a>
    </section>
  )
}
