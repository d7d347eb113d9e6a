import { CopyButton, formatCount, Time } from '@culprit/view'
import type { VNode } from 'preact'
import type { Instant } from '../../domain/instant.ts'
import type { DetailRequest } from './detail-request.ts'
import type { ShownEvent } from './detail-model.ts'
import { debuggerLink } from './debugger-link.ts'
import { eventHref } from './event-href.ts'

/** What `EventBar` shows. */
export interface EventBarProps {
  readonly shortId: string
  readonly event: ShownEvent
  readonly request: DetailRequest
  readonly now: Instant
}

/** Which event of the issue is shown, the way to its neighbours, and the same event as JSON and Markdown. */
export function EventBar({ shortId, event, request, now }: EventBarProps): VNode {
  const to = (eventId: string): string => eventHref(shortId, eventId, request.choices)
  const own = `/issues/${shortId}/events/${event.view.id}`
  const isLatest = event.nextId === undefined
  const debugging = debuggerLink(event.view)
  return (
    <div class="event-bar" data-event={event.view.id} data-latest={isLatest ? 'true' : 'false'}>
      <p class="event-place">
        Event <b>{formatCount(event.position)}</b> of <span>{formatCount(event.stored)}</span>
        <span class="event-time">
          <Time at={event.view.at} now={now} />
        </span>
      </p>
      <nav class="event-nav" aria-label="Events of this issue">
        {step('Oldest', event.position > 1 ? to(event.oldestId) : undefined, 'M4 3v10M13 3L6 8l7 5z')}
        {step('Previous', event.previousId && to(event.previousId), 'M11 3L4 8l7 5z', 'prev')}
        {step('Next', event.nextId && to(event.nextId), 'M5 3l7 5l-7 5z', 'next')}
        {step(
          'Latest',
          isLatest ? undefined : eventHref(shortId, undefined, request.choices),
          'M12 3v10M3 3l7 5l-7 5z',
        )}
      </nav>
      <a
        class="fresh-pill"
        id="fresh-events"
        href={eventHref(shortId, undefined, request.choices)}
        hidden
        aria-live="polite"
      />
      <p class="event-links">
        {debugging !== undefined && (
          <a href={debugging} rel="noopener noreferrer">
            Debugger
          </a>
        )}
        <a href={`${own}.json`}>JSON</a>
        <a href={`${own}.md?size=full`}>Markdown</a>
        <CopyButton href={`${own}.md`} label="as Markdown, for a ticket or an AI" />
      </p>
    </div>
  )
}

function step(name: string, href: string | undefined, shape: string, rel?: string): VNode {
  const icon = (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={shape} fill="currentColor" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />
    </svg>
  )
  if (href === undefined || href === '') {
    return (
      <span class="step disabled" title={`${name}: none`}>
        {icon}
      </span>
    )
  }
  return (
    <a class="step" href={href} rel={rel} aria-label={`${name} event`} title={`${name} event`}>
      {icon}
    </a>
  )
}
