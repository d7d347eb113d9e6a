import type { VNode } from 'preact'
import type { BreadcrumbView } from './event-view.ts'

/** What a breadcrumb is about, for its icon. */
type BreadcrumbTopic = 'http' | 'click' | 'log' | 'query' | 'navigation' | 'error' | 'other'

/** A small picture of what kind of breadcrumb this is; decoration only, its category is written beside it. */
export function BreadcrumbIcon({ item }: { readonly item: BreadcrumbView }): VNode {
  const topic = topicOf(item)
  return (
    <svg class={`crumb-icon crumb-${topic}`} viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path
        d={shapes[topic]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.4"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}

function topicOf({ type, category = '', level }: BreadcrumbView): BreadcrumbTopic {
  if (level === 'error' || level === 'fatal' || type === 'error') return 'error'
  if (type === 'http' || /^(?:xhr|fetch|http|request)/.test(category)) return 'http'
  if (type === 'user' || category.startsWith('ui.')) return 'click'
  if (type === 'query' || /^(?:query|db|sql|redis)/.test(category)) return 'query'
  if (type === 'navigation' || category === 'navigation') return 'navigation'
  return type === 'debug' || category === 'console' || category.includes('log') ? 'log' : 'other'
}

/** Arrows, pointer, prompt, cylinder, signpost, cross, dot. */
const shapes: Readonly<Record<BreadcrumbTopic, string>> = {
  http: 'M2 5.5h11l-3-3M14 10.5H3l3 3',
  click: 'M4 3l8 4.5-3.6 1-1.4 3.5z',
  log: 'M3 4l4 4-4 4M8.5 12.5H13',
  query: 'M3 4c0-2.4 10-2.4 10 0v8c0 2.4-10 2.4-10 0zM3 4c0 2.4 10 2.4 10 0M3 8c0 2.4 10 2.4 10 0',
  navigation: 'M3 8h10M9 4l4 4-4 4',
  error: 'M4 4l8 8M12 4l-8 8',
  other: 'M8 6.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 1 0 0-3',
}
