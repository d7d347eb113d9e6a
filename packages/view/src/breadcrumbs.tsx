import type { VNode } from 'preact'
import { BreadcrumbIcon } from './breadcrumb-icon.tsx'
import type { BreadcrumbView } from './event-view.ts'
import { absoluteTime, formatSpan, isoTime } from './format-time.ts'
import type { Json } from './json.ts'
import { clip, safeText } from './safe-text.ts'
import { Text } from './text.tsx'
import { ValueTree } from './value-tree.tsx'

/** What `Breadcrumbs` shows. */
export interface BreadcrumbsProps {
  /** Oldest first, as sent. */
  readonly items: readonly BreadcrumbView[]
  /** The error itself: the last row. */
  readonly error: { readonly at: number; readonly title: string }
}

/** Rows nearest the error that are shown at once, and rows rendered at all. */
const nearest = 10
const maxRows = 500

/** What happened before the error, oldest first: the ten nearest it shown, the rest behind "earlier". */
export function Breadcrumbs({ items, error }: BreadcrumbsProps): VNode {
  const kept = items.slice(-maxRows)
  const earlier = kept.slice(0, -nearest)
  const toRow = (item: BreadcrumbView, index: number): VNode => (
    <Crumb key={index} item={item} errorAt={error.at} />
  )
  return (
    <section class="breadcrumbs" id="breadcrumbs" aria-labelledby="breadcrumbs-heading">
      <div class="section-head">
        <h2 id="breadcrumbs-heading">
          Breadcrumbs <span class="block-count">{items.length}</span>
        </h2>
        <span class="section-hint">time before the error</span>
      </div>
      {earlier.length > 0 && (
        <details class="more">
          <summary>{items.length - nearest} earlier</summary>
          <ol class="crumbs">{earlier.map(toRow)}</ol>
        </details>
      )}
      <ol class="crumbs">
        {kept.slice(-nearest).map(toRow)}
        <li class="crumb crumb-self">
          <BreadcrumbIcon item={{ type: 'error' }} />
          <span class="crumb-category">this error</span>
          <span class="crumb-text">
            <Text text={error.title} limit={300} />
          </span>
          <span class="crumb-time">
            <time dateTime={isoTime(error.at)} title={absoluteTime(error.at)}>
              0
            </time>
          </span>
        </li>
      </ol>
    </section>
  )
}

interface CrumbProps {
  readonly item: BreadcrumbView
  readonly errorAt: number
}

function Crumb({ item, errorAt }: CrumbProps): VNode {
  const { at, category, type, level, message, data } = item
  const summary = summaryOf(item)
  return (
    <li class={`crumb crumb-level-${level ?? 'info'}`}>
      <BreadcrumbIcon item={item} />
      <span class="crumb-category">
        <bdi>{safeText(clip(category ?? type, 60))}</bdi>
      </span>
      <div class="crumb-text">
        {summary !== undefined && <Text text={summary} limit={400} />}
        {hasMembers(data) && (
          <details class="crumb-data" open={summary === undefined}>
            <summary>{message === undefined && summary === undefined ? 'data' : 'more'}</summary>
            <ValueTree values={{ ...data }} label={`Data of ${clip(category ?? type, 60)}`} />
          </details>
        )}
      </div>
      <span class="crumb-time">
        {at !== undefined && Number.isFinite(at) && (
          <time dateTime={isoTime(at)} title={absoluteTime(at)}>
            {at <= errorAt ? '\u2212' : '+'}
            {formatSpan(errorAt - at)}
          </time>
        )}
      </span>
    </li>
  )
}

/** The message, or for requests that carry none what their data says: `GET https://... 200`. */
function summaryOf({ message, data }: BreadcrumbView): string | undefined {
  if (message !== undefined && message !== '') return message
  if (!hasMembers(data)) return undefined
  const text = (key: string): string => {
    const value = Object.hasOwn(data, key) ? data[key] : undefined
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  if (text('url') !== '')
    return [text('method'), text('url'), text('status_code')].filter((part) => part !== '').join(' ')
  if (text('to') !== '') return [text('from'), '\u2192', text('to')].filter((part) => part !== '').join(' ')
  return undefined
}

function hasMembers(data: Json | undefined): data is Readonly<Record<string, Json>> {
  return typeof data === 'object' && data !== null && Object.keys(data).length > 0
}
