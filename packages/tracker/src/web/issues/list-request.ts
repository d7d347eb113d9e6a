import type { Project } from '../../domain/project.ts'
import type { IssueSort } from '../../ports/read-models.ts'
import { type IssueSearch, parseSearch, searchTextLimit } from '../../query/search.ts'

/** What an address of the issue list asks for. */
export interface ListRequest {
  /** The text of the search field. */
  readonly text: string
  readonly search: IssueSearch
  readonly sort: IssueSort
  /** Slug of the one project to show; undefined for all but the internal one. */
  readonly project?: string | undefined
  readonly cursor?: string | undefined
}

/** The orders of the list, in the order in which they are offered, with their names. */
export const sorts: readonly { readonly key: IssueSort; readonly name: string }[] = [
  { key: 'last-seen', name: 'Last seen' },
  { key: 'first-seen', name: 'First seen' },
  { key: 'events', name: 'Events' },
  { key: 'users', name: 'Users' },
]

const defaultText = 'is:unresolved'

/** Reads an address of the list. Without `query` it shows open issues; an empty one means all. */
export function parseListRequest(query: URLSearchParams): ListRequest {
  const text = (query.get('query') ?? defaultText).trim().slice(0, searchTextLimit)
  return {
    text,
    search: parseSearch(text),
    sort: parseSort(query.get('sort')),
    project: query.get('project')?.slice(0, 100) || undefined,
    cursor: query.get('cursor')?.slice(0, 500) || undefined,
  }
}

function parseSort(value: string | null): IssueSort {
  return sorts.find(({ key }) => key === value)?.key ?? 'last-seen'
}

/** Returns the address of the list for a request with some parts changed. A change leads back to the first page. */
export function listHref(
  request: ListRequest,
  change: Partial<Pick<ListRequest, 'text' | 'sort' | 'project' | 'cursor'>>,
): string {
  const wanted = { ...request, cursor: undefined, ...change }
  const query = new URLSearchParams()
  if (wanted.text !== defaultText) query.set('query', wanted.text)
  if (wanted.sort !== 'last-seen') query.set('sort', wanted.sort)
  if (wanted.project !== undefined) query.set('project', wanted.project)
  if (wanted.cursor !== undefined) query.set('cursor', wanted.cursor)
  const text = query.toString()
  return text === '' ? '/issues' : `/issues?${text}`
}

const terms = /[A-Za-z]{1,32}:"[^"]*"?|"[^"]*"?|\S+/g

/** Other names that the search knows a key by. */
const aliases: ReadonlyMap<string, string> = new Map([['environment', 'env:']])

/** Returns a search text with all terms of a key replaced by one, or taken away where `term` is undefined. */
export function withTerm(text: string, key: string, term: string | undefined): string {
  const names = [`${key}:`, aliases.get(key) ?? `${key}:`]
  const others = (text.match(terms) ?? []).filter(
    (part) => !names.some((name) => part.toLowerCase().startsWith(name)),
  )
  if (term === undefined) return others.join(' ')
  return (key === 'is' ? [term, ...others] : [...others, term]).join(' ')
}

/** Returns the projects to show: the one named, else all but the internal one. Unknown names give none. */
export function projectsShown(projects: readonly Project[], slug: string | undefined): readonly Project[] {
  return projects.filter((project) => (slug === undefined ? !project.internal : project.slug === slug))
}
