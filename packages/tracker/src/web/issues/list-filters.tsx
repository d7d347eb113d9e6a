import { clip, formatCount, levels, safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { ListModel } from './list-model.ts'
import { listHref, sorts, withTerm } from './list-request.ts'
import { toTerm } from './search-href.ts'

/** The search field, the filters, the tabs and the order of the list: links and one GET form. */
export function ListFilters({ model }: { readonly model: ListModel }): VNode {
  const { request } = model
  return (
    <div class="filters">
      <form class="search" action="/issues" method="get" role="search">
        <label class="visually-hidden" for="query">
          Search issues
        </label>
        <input
          id="query"
          name="query"
          type="search"
          value={request.text}
          maxLength={512}
          autocomplete="off"
          spellcheck={false}
          placeholder="is:unresolved level:error environment:production release:2.4.1 words"
          aria-describedby={request.search.problems.length > 0 ? 'query-problems' : undefined}
        />
        {request.sort !== 'last-seen' && <input type="hidden" name="sort" value={request.sort} />}
        {request.project !== undefined && <input type="hidden" name="project" value={request.project} />}
        <button class="button" type="submit">
          Search
        </button>
      </form>
      <div class="filter-menus">
        {model.projects.length > 2 || request.project !== undefined ? projectMenu(model) : null}
        {menu({ model, key: 'level', name: 'Level', values: levels, current: request.search.levels })}
        {menu({ model, key: 'environment', name: 'Environment', values: model.environments, current: listOf(request.search.environment) })}
        {menu({ model, key: 'release', name: 'Release', values: model.releases, current: listOf(request.search.release) })}
      </div>
      {request.search.problems.length > 0 && (
        <ul class="search-problems" id="query-problems">
          {request.search.problems.map((problem) => (
            <li key={problem}>{safeText(clip(problem, 300))}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

const listOf = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value])

interface MenuProps {
  readonly model: ListModel
  readonly key: 'level' | 'environment' | 'release'
  readonly name: string
  readonly values: readonly string[]
  readonly current: readonly string[]
}

/** A filter as a menu of links; the chosen value leads back to none. */
function menu({ model: { request }, key, name, values, current }: MenuProps): VNode | null {
  if (values.length === 0 && current.length === 0) return null
  const chosen = current.length > 0
  return (
    <details class="menu" data-menu key={key}>
      <summary class={chosen ? 'menu-button chosen' : 'menu-button'}>
        {name}
        {chosen && <bdi class="menu-value">{safeText(clip(current.join(', '), 40))}</bdi>}
      </summary>
      <ul class="menu-list">
        {chosen && (
          <li>
            <a href={listHref(request, { text: withTerm(request.text, key, undefined) })}>Any {name.toLowerCase()}</a>
          </li>
        )}
        {values.map((value) => (
          <li key={value}>
            <a
              href={listHref(request, { text: withTerm(request.text, key, toTerm([key, value])) })}
              aria-current={current.includes(value) ? 'true' : undefined}
            >
              <bdi>{safeText(clip(value, 80))}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}

function projectMenu({ request, projects }: ListModel): VNode {
  return (
    <details class="menu" data-menu>
      <summary class={request.project === undefined ? 'menu-button' : 'menu-button chosen'}>
        Project
        {request.project !== undefined && <span class="menu-value">{request.project}</span>}
      </summary>
      <ul class="menu-list">
        <li>
          <a href={listHref(request, { project: undefined })}>All projects</a>
        </li>
        {projects.map(({ slug, name }) => (
          <li key={slug}>
            <a href={listHref(request, { project: slug })} aria-current={slug === request.project ? 'true' : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}

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
      <details class="menu menu-end" data-menu>
        <summary class="menu-button">
          Sort <span class="menu-value">{sorts[request.sort]}</span>
        </summary>
        <ul class="menu-list">
          {Object.entries(sorts).map(([key, name]) => (
            <li key={key}>
              <a
                href={listHref(request, { sort: key as keyof typeof sorts })}
                aria-current={key === request.sort ? 'true' : undefined}
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </div>
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
