import { formatCount, Time } from '@culprit/view'
import type { VNode } from 'preact'
import type { PageContext } from '../context.ts'
import { Page } from '../page.tsx'
import { ListFilters, ListTabs } from './list-filters.tsx'
import { type EmptyReason, type ListModel, textElsewhere } from './list-model.ts'
import { listHref, type ListRequest } from './list-request.ts'
import { ListRow } from './list-row.tsx'

/** What `IssueList` shows. */
export interface IssueListProps {
  readonly ctx: PageContext
  readonly model: ListModel
}

/** The issue list: search, filters, tabs, rows, pages. Works without scripts but for live updates. */
export function IssueList({ ctx, model }: IssueListProps): VNode {
  const { items, request, empty } = model
  const named = new Set(items.map(({ project }) => project)).size > 1
  return (
    <Page ctx={ctx} title="Issues" heading="Issues" active="issues" scripts={['issue-list']}>
      <ListFilters model={model} />
      <ListTabs model={model} />
      <a class="fresh-pill" id="fresh-issues" href={listHref(request, {})} hidden aria-live="polite" />
      {empty ? (
        <Empty ctx={ctx} request={request} reason={empty} />
      ) : (
        <>
          <div class="issues-head" aria-hidden="true">
            <span>Issue</span>
            <span>24 h</span>
            <span>Events</span>
            <span>Users</span>
            <span>Age</span>
            <span>Last</span>
          </div>
          <ol class="issues" id="issues">
            {items.map((item) => (
              <ListRow key={item.id} item={item} now={ctx.now} named={named} />
            ))}
          </ol>
        </>
      )}
      <Pages model={model} />
    </Page>
  )
}

function Pages({ model: { request, next, previous, items } }: { readonly model: ListModel }): VNode | null {
  if (next === undefined && previous === undefined && request.cursor === undefined) return null
  return (
    <nav class="pages" aria-label="Pages">
      <span class="muted">{formatCount(items.length)} on this page</span>
      {request.cursor !== undefined && (
        <a class="button" href={listHref(request, { cursor: previous })} rel="prev">
          {previous === undefined ? 'First page' : 'Previous'}
        </a>
      )}
      {next !== undefined && (
        <a class="button" href={listHref(request, { cursor: next })} rel="next">
          Next
        </a>
      )}
    </nav>
  )
}

interface EmptyProps {
  readonly ctx: PageContext
  readonly request: ListRequest
  readonly reason: EmptyReason
}

/** An empty list says why it is empty and what can be done, so that silence is not mistaken for health. */
function Empty({ ctx, request, reason }: EmptyProps): VNode {
  if (reason.kind === 'no-event-ever') {
    return (
      <section class="empty-state">
        <h2>No event has arrived yet</h2>
        <p>Point an application's Sentry SDK here by its DSN, or send a test event. Its first error shows up on this page by itself.</p>
        <a class="button primary" href="/connect">
          Connect an application
        </a>
      </section>
    )
  }
  if (reason.kind === 'all-clear') {
    return (
      <section class="empty-state">
        <h2>No open issues</h2>
        <p>
          The last event arrived <Time at={reason.lastSeen} now={ctx.now} />. All of its issues are resolved or ignored.
        </p>
        <a class="button" href={listHref(request, { text: '' })}>
          Show all issues
        </a>
      </section>
    )
  }
  if (reason.kind === 'no-project') {
    return (
      <section class="empty-state">
        <h2>There is no such project here</h2>
        <a class="button" href="/issues">
          Show all projects
        </a>
      </section>
    )
  }
  return (
    <section class="empty-state">
      <h2>No issue matches</h2>
      {reason.elsewhere > 0 && (
        <p>
          {formatCount(reason.elsewhere)}
          {reason.elsewhere >= 50 ? ' or more' : ''} in other environments.{' '}
          <a href={listHref(request, { text: textElsewhere(request.text) })}>Show them</a>
        </p>
      )}
      <a class="button" href="/issues">
        Clear filters
      </a>
    </section>
  )
}
