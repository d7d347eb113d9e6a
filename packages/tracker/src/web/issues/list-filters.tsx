import { clip, levels, safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { ListModel } from './list-model.ts'
import { listHref, withTerm } from './list-request.ts'
import { toTerm } from './search-href.ts'

/** The search field and the filters of the list: one GET form, and menus of links. */
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
        {menu({
          model,
          key: 'environment',
          name: 'Environment',
          values: model.environments,
          current: listOf(request.search.environment),
        })}
        {menu({
          model,
          key: 'release',
          name: 'Release',
          values: model.releases,
          current: listOf(request.search.release),
        })}
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
            <a href={listHref(request, { text: withTerm(request.text, key, undefined) })}>
              Any {name.toLowerCase()}
            </a>
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
            <a
              href={listHref(request, { project: slug })}
              aria-current={slug === request.project ? 'true' : undefined}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}
