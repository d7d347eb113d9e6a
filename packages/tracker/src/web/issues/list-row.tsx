import { clip, formatCount, LevelBadge, safeText, Sparkline, Time } from '@culprit/view'
import type { VNode } from 'preact'
import type { Instant } from '../../domain/instant.ts'
import { Badges } from './badges.tsx'
import type { ListItem } from './list-model.ts'

/** What `ListRow` shows. */
export interface ListRowProps {
  readonly item: ListItem
  readonly now: Instant
  /** True where several projects are mixed, so that the row names its own. */
  readonly named: boolean
}

/** One issue of the list. The whole row leads to it; `data-value` marks what a script keeps up to date. */
export function ListRow({ item, now, named }: ListRowProps): VNode {
  return (
    <li class={`issue issue-${item.status}`} data-issue={item.id}>
      <LevelBadge level={item.level} />
      <div class="issue-main">
        <p class="issue-title">
          <a class="issue-link" href={item.href}>
            <bdi class="issue-type">{safeText(clip(item.type, 200))}</bdi>{' '}
            <bdi class="issue-message">{safeText(clip(firstLine(item.message), 300))}</bdi>
          </a>
          <Badges issue={item} />
        </p>
        <p class="issue-facts">
          {item.culprit !== '' && <bdi class="issue-culprit">{safeText(clip(item.culprit, 200))}</bdi>}
          <span class="issue-id">{item.shortId}</span>
          {named && <span>{item.project}</span>}
          {item.lastRelease !== undefined && <bdi>{safeText(clip(item.lastRelease, 60))}</bdi>}
        </p>
      </div>
      <div class="issue-trend" data-value="trend">
        <Sparkline counts={item.trend} label="Events in the last 24 hours" width={96} height={26} />
      </div>
      <p class="issue-number issue-events">
        <span data-value="count">{formatCount(item.count)}</span> <span class="issue-unit">events</span>
      </p>
      <p class="issue-number issue-users">
        <span data-value="users">{formatCount(item.userCount)}</span> <span class="issue-unit">users</span>
      </p>
      <p class="issue-number issue-age">
        <span class="visually-hidden">First seen </span>
        <Time at={item.firstSeen} now={now} form="short" />
      </p>
      <p class="issue-number issue-last">
        <span class="visually-hidden">Last seen </span>
        <span data-value="last">
          <Time at={item.lastSeen} now={now} form="short" />
        </span>
      </p>
    </li>
  )
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''
