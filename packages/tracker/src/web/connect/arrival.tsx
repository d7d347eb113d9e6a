import { safeText, Time } from '@culprit/view'
import type { VNode } from 'preact'
import type { ReceivedIssue } from './connect-view.ts'

/** What the state line of the connect page says. */
export interface ArrivalProps {
  readonly received?: ReceivedIssue | undefined
  readonly now: number
  /** How long the page has been waiting, `0:04`; only the island knows. */
  readonly waited?: string | undefined
  /** True when it arrived while the page was open. */
  readonly fresh?: boolean | undefined
}

/** Whether anything has arrived, and the way to it; rendered on the server and again by the island. */
export function Arrival({ received, now, waited, fresh = false }: ArrivalProps): VNode {
  if (!received) {
    return (
      <p class="arrival waiting">
        <span class="pulse" aria-hidden="true" />
        <span>Waiting for the first event</span>
        {waited !== undefined && (
          <span class="waited" aria-hidden="true">
            {waited}
          </span>
        )}
      </p>
    )
  }
  return (
    <p class={fresh ? 'arrival received fresh' : 'arrival received'}>
      <span class="arrival-mark" aria-hidden="true">
        ✓
      </span>
      <span class="arrival-text">
        {fresh ? `Event received${waited === undefined ? '' : ` after ${waited}`}: ` : 'Last event '}
        {!fresh && (
          <>
            <Time at={received.at} now={now} />
            {': '}
          </>
        )}
        <strong>
          <bdi>{safeText(received.title).slice(0, 200)}</bdi>
        </strong>
      </span>
      <a class="button primary" id="open-issue" href={received.href}>
        Open {received.shortId}
      </a>
    </p>
  )
}
