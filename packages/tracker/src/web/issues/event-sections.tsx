import { Breadcrumbs, type JsonObject, Pairs, Request, Tags, Text, Trace, ValueTree } from '@culprit/view'
import type { ComponentChildren, VNode } from 'preact'
import type { Instant } from '../../domain/instant.ts'
import type { DetailModel, ShownEvent } from './detail-model.ts'
import type { DetailRequest } from './detail-request.ts'
import { AttachmentsSection } from './attachments-section.tsx'
import { eventHref } from './event-href.ts'
import { eventSection } from './event-section.tsx'
import { FeedbackSection } from './feedback-section.tsx'
import { Intake } from './intake.tsx'
import { NoBreadcrumbs, NoStack } from './missing-parts.tsx'

/** What `EventSections` shows. */
export interface EventSectionsProps {
  readonly model: DetailModel
  readonly event: ShownEvent
  readonly request: DetailRequest
  readonly now: Instant
}

/** Everything an event carries, most telling first. Sections that a jump link leads to have ids. */
export function EventSections({ model, event, request, now }: EventSectionsProps): VNode {
  const { view } = event
  const to = (change: DetailRequest['choices'], anchor: string): string =>
    `${eventHref(model.issue.shortId, request.eventId, { ...request.choices, ...change })}#${anchor}`
  return (
    <div class="event-sections">
      {view.message !== undefined &&
        view.message !== view.trace?.exceptions[0]?.value &&
        message(view.message)}
      {view.trace ? (
        <Trace
          trace={view.trace}
          mode={request.view}
          hrefs={{
            app: to({ view: 'app' }, 'stack'),
            all: to({ view: 'all' }, 'stack'),
            raw: to({ view: 'raw' }, 'stack'),
          }}
        />
      ) : (
        <NoStack platform={view.platform} />
      )}
      {view.breadcrumbs.length > 0 ? (
        <Breadcrumbs items={view.breadcrumbs} error={{ at: view.at, title: view.title }} />
      ) : (
        <NoBreadcrumbs platform={view.platform} />
      )}
      {view.request && (
        <Request
          request={view.request}
          mode={request.request}
          hrefs={{
            formatted: to({ request: 'formatted' }, 'request'),
            curl: to({ request: 'curl' }, 'request'),
          }}
        />
      )}
      <FeedbackSection reports={model.reports} now={now} />
      <UserPart event={event} />
      {view.tags.length > 0 && eventSection('tags', 'Tags', <Tags tags={view.tags} />)}
      {eventSection('contexts', 'Contexts', <Contexts event={event} />)}
      {tree('extra', 'Extra', view.extra)}
      {view.packages.length > 0 &&
        folded('packages', `Packages ${view.packages.length}`, <Pairs pairs={view.packages} />)}
      <AttachmentsSection attachments={model.attachments} />
      <Intake event={event} now={now} />
    </div>
  )
}

function folded(id: string, name: string, content: ComponentChildren): VNode {
  return (
    <details class="block" id={id}>
      <summary>{name}</summary>
      {content}
    </details>
  )
}

function tree(id: string, name: string, values: JsonObject): VNode | null {
  return Object.keys(values).length > 0
    ? eventSection(id, name, <ValueTree values={values} label={name} />)
    : null
}

function message(text: string): VNode {
  return eventSection(
    'message',
    'Message',
    <div class="body-text">
      <Text text={text} />
    </div>,
  )
}

function UserPart({ event: { view } }: { readonly event: ShownEvent }): VNode | null {
  if (!view.user) return null
  const { more, ...known } = view.user
  const pairs = Object.entries(known).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return eventSection(
    'user',
    'User',
    <>
      <Pairs pairs={pairs} />
      {more && <ValueTree values={more} label="More about the user" />}
    </>,
  )
}

function Contexts({ event: { view } }: { readonly event: ShownEvent }): VNode {
  const facts = [
    ['environment', view.environment],
    ['release', view.release],
    ['transaction', view.transaction],
    ['server', view.serverName],
    ['platform', view.platform],
    ['sdk', view.sdk],
  ] as const
  const pairs = facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  return (
    <>
      <Pairs pairs={pairs} />
      {Object.keys(view.contexts).length > 0 && <ValueTree values={view.contexts} label="Contexts" />}
    </>
  )
}
