import { safeText, Time } from '@culprit/view'
import type { VNode } from 'preact'
import type { DestinationItem } from './destination-view.ts'

const badges: Readonly<Record<DestinationItem['state'], readonly [text: string, badge: string]>> = {
  working: ['Working', 'badge badge-good'],
  untried: ['Not tried yet', 'badge'],
  failing: ['Failing', 'badge badge-bad'],
  disabled: ['Switched off', 'badge badge-warn'],
  unreadable: ['Unreadable', 'badge badge-bad'],
}

export interface DestinationStateProps {
  readonly destination: DestinationItem
  readonly now: number
}

/** The state of a destination as one word. */
export function DestinationBadge({
  destination: { state },
}: Pick<DestinationStateProps, 'destination'>): VNode {
  const [text, badge] = badges[state]
  return <span class={badge}>{text}</span>
}

/** What is wrong with a destination and what to do; nothing when all is well. */
export function DestinationTrouble({ destination, now }: DestinationStateProps): VNode | null {
  const { state, failures, lost, lastProblem, disabledAt } = destination
  const why = lastProblem !== undefined && <> The last: {safeText(lastProblem)}.</>
  if (state === 'unreadable') {
    return (
      <p class="form-problem" role="status">
        What this destination was set up with cannot be read: it was sealed with another{' '}
        <code>secret.key</code>. Nothing is sent until you enter it again below.
      </p>
    )
  }
  if (state === 'disabled' && disabledAt !== undefined) {
    return (
      <p class="form-warning" role="status">
        {lost > 0
          ? `Switched off after ${lost} ${lost === 1 ? 'delivery was' : 'deliveries were'} lost in a row, `
          : 'Switched off '}
        <Time at={disabledAt} now={now} />. Alerts wait here and are not sent.{why} Put it right, send a test,
        then switch it on again.
      </p>
    )
  }
  if (state !== 'failing') return null
  return (
    <p class="form-problem" role="status">
      The last {failures} attempts failed. After {destination.disabledAfter} lost deliveries in a row nothing
      more is sent here.{why}
    </p>
  )
}

/** When it last worked and last failed. */
export function LastTimes({ destination, now }: DestinationStateProps): VNode {
  const { lastOkAt, lastFailedAt, pausedUntil } = destination
  return (
    <dl class="last-times">
      <div>
        <dt>Last delivered</dt>
        <dd>{lastOkAt === undefined ? 'never' : <Time at={lastOkAt} now={now} />}</dd>
      </div>
      {lastFailedAt !== undefined && (
        <div>
          <dt>Last failed</dt>
          <dd>
            <Time at={lastFailedAt} now={now} />
          </dd>
        </div>
      )}
      {pausedUntil !== undefined && pausedUntil > now && (
        <div>
          <dt>Wants no requests for</dt>
          <dd>{Math.ceil((pausedUntil - now) / 1000)} s</dd>
        </div>
      )}
    </dl>
  )
}
