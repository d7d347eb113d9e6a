import { safeText, Time } from '@culprit/view'
import type { VNode } from 'preact'
import type { DeliveryLine, UsageView } from './usage-view.ts'

const stateBadges: Readonly<Record<DeliveryLine['state'], string>> = {
  pending: 'badge',
  sending: 'badge badge-accent',
  sent: 'badge badge-good',
  failed: 'badge badge-bad',
  held: 'badge badge-warn',
  folded: 'badge',
}

/** The last messages, each with every attempt to deliver it and what the other side said. */
export function Deliveries({ view }: { readonly view: UsageView }): VNode {
  return (
    <section class="card" id="deliveries" aria-labelledby="deliveries-title">
      <div class="section-head">
        <h2 id="deliveries-title">Messages</h2>
        <span class="section-hint">
          {view.deliveries.length === 1 ? 'one message' : `the last ${view.deliveries.length} messages`}
        </span>
      </div>
      {view.mail === 'off' && (
        <p class="form-warning">
          Mail is off: no mail server is configured. Messages are held here and nobody is told. Start with{' '}
          <code>CULPRIT_SMTP_URL=smtp://user:password@host:587</code> to switch it on.
        </p>
      )}
      {view.deliveries.length === 0 ? (
        <p class="empty">No message yet. They are made when a rule fires.</p>
      ) : (
        <div class="table-wrap" tabIndex={0} role="group" aria-label="Messages">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">Written</th>
                <th scope="col">About</th>
                <th scope="col">To</th>
                <th scope="col">State</th>
                <th scope="col">Attempts</th>
              </tr>
            </thead>
            <tbody>
              {view.deliveries.map((line) => (
                <DeliveryRow key={line.id} line={line} now={view.now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

interface DeliveryRowProps {
  readonly line: DeliveryLine
  readonly now: number
}

function DeliveryRow({ line, now }: DeliveryRowProps): VNode {
  return (
    <tr>
      <td data-label="Written" class="nowrap">
        <Time at={line.createdAt} now={now} form="short" />
      </td>
      <td data-label="About">
        <div>
          {line.shortId !== undefined && <a href={`/issues/${line.shortId}`}>{line.shortId}</a>}{' '}
          <span class="muted">{safeText(line.about)}</span>
          {line.title !== undefined && (
            <div class="clip-line">
              <bdi>{safeText(line.title)}</bdi>
            </div>
          )}
        </div>
      </td>
      <td data-label="To">
        {line.recipient === '' ? (
          <span class="muted">nobody has an address</span>
        ) : line.recipientHref === undefined ? (
          <bdi>{safeText(line.recipient)}</bdi>
        ) : (
          <a href={line.recipientHref}>
            <bdi>{safeText(line.recipient)}</bdi>
          </a>
        )}
      </td>
      <td data-label="State">
        <span class={stateBadges[line.state]}>{line.state}</span>
        {line.reason !== undefined && <div class="muted">{line.reason}</div>}
        {line.state === 'pending' && line.nextAt > now && (
          <div class="muted">next try in {Math.ceil((line.nextAt - now) / 1000)} s</div>
        )}
      </td>
      <td data-label="Attempts">
        <Attempts line={line} now={now} />
      </td>
    </tr>
  )
}

function Attempts({ line, now }: DeliveryRowProps): VNode {
  if (line.attempts.length === 0) return <span class="muted">none</span>
  return (
    <ol class="attempts">
      {line.attempts.map((attempt) => (
        <li key={attempt.at}>
          <span class={attempt.ok ? 'good' : 'bad'}>{attempt.ok ? '✓' : '✗'}</span>{' '}
          <Time at={attempt.at} now={now} form="short" /> <bdi>{safeText(attempt.detail)}</bdi>
          {attempt.ms > 0 && <span class="muted"> {attempt.ms} ms</span>}
        </li>
      ))}
    </ol>
  )
}
