import { formatCount } from '@culprit/view'
import type { VNode } from 'preact'
import type { ListModel } from './list-model.ts'
import { listHref, type ListRequest, sorts, withTerm } from './list-request.ts'

/** The tabs of the list with how many issues stand in each, and the order. */
export function ListTabs({ model }: { readonly model: ListModel }): VNode {
  const { request, counts } = model
  const current = request.search.substatus ?? request.search.status ?? 'all'
  return (
    <div class="tabs-row">
      <nav class="tabs" aria-label="Issue state">
        {tabs.map(({ key, name, term }) => {
          const count = key === 'all' ? undefined : counts[key]
          return (
            <a
              key={key}
              href={listHref(request, { text: withTerm(request.text, 'is', term) })}
              aria-current={key === current ? 'page' : undefined}
            >
              {name}
              {count !== undefined && (
                <span class="tab-count" data-count={key}>
                  {formatCount(count)}
                </span>
              )}
            </a>
          )
        })}
      </nav>
      <SortMenu request={request} />
    </div>
  )
}

/** The order of the list as a menu of links. */
function SortMenu({ request }: { readonly request: ListRequest }): VNode {
  return (
    <details class="menu menu-end" data-menu>
      <summary class="menu-button">
        Sort <span class="menu-value">{sorts.find(({ key }) => key === request.sort)?.name}</span>
      </summary>
      <ul class="menu-list">
        {sorts.map(({ key, name }) => (
          <li key={key}>
            <a
              href={listHref(request, { sort: key })}
              aria-current={key === request.sort ? 'true' : undefined}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}

const tabs = [
  { key: 'unresolved', name: 'Open', term: 'is:unresolved' },
  { key: 'new', name: 'New', term: 'is:new' },
  { key: 'regressed', name: 'Regressed', term: 'is:regressed' },
  { key: 'ignored', name: 'Ignored', term: 'is:ignored' },
  { key: 'resolved', name: 'Resolved', term: 'is:resolved' },
  { key: 'all', name: 'All', term: undefined },
] as const
