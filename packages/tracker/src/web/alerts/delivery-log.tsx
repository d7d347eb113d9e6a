import { safeText, Time } from '@culprit/view'
import type { VNode } from 'preact'
import type { DestinationAttempt, LoggedAttempt } from '../../ports/destination-store.ts'
import { csrfField } from '../csrf-field.ts'

export interface DeliveryLogProps {
  readonly attempts: readonly LoggedAttempt[]
  readonly now: number
  /** Path of the destination, where retries are posted to. */
  readonly href: string
  readonly csrf: string
  /** The newest is shown open: somebody has just asked for it. */
  readonly openFirst: boolean
}

const kinds: Readonly<Record<DestinationAttempt['kind'], string>> = {
  fired: 'Alert',
  resolved: 'Resolved',
  test: 'Test',
}

const outcomes: Readonly<Record<DestinationAttempt['outcome'], readonly [text: string, badge: string]>> = {
  delivered: ['delivered', 'badge badge-good'],
  retry: ['will be retried', 'badge badge-warn'],
  failed: ['failed', 'badge badge-bad'],
}

/** The last attempts, each with the request as sent and the answer, and a way to try again what was given up. */
export function DeliveryLog({ attempts, now, href, csrf, openFirst }: DeliveryLogProps): VNode {
  if (attempts.length === 0) return <p class="empty">Nothing was sent here yet.</p>
  return (
    <ol class="delivery-log">
      {attempts.map((attempt, index) => (
        <li key={attempt.id}>
          <details open={openFirst && index === 0}>
            <summary>
              <span class="delivery-when">
                <Time at={attempt.at} now={now} form="short" />
              </span>
              <AttemptLine attempt={attempt} />
            </summary>
            {attempt.issueShortId !== undefined && (
              <p>
                <a href={`/issues/${attempt.issueShortId}`}>Open {attempt.issueShortId}</a>
              </p>
            )}
            <AttemptDetail attempt={attempt} />
          </details>
          {attempt.retryable && isLatest(attempts, index) && (
            <form method="post" action={`${href}/deliveries/${attempt.outboxId}/retry`}>
              <input type="hidden" name={csrfField} value={csrf} />
              <button class="button small" type="submit">
                Try again
              </button>
            </form>
          )}
        </li>
      ))}
    </ol>
  )
}

/** A delivery has several attempts; only the last may be followed by another. */
function isLatest(attempts: readonly LoggedAttempt[], index: number): boolean {
  const { outboxId } = attempts[index] ?? {}
  return attempts.findIndex((each) => each.outboxId === outboxId) === index
}

function AttemptLine({ attempt }: { readonly attempt: LoggedAttempt }): VNode {
  const [text, badge] = outcomes[attempt.outcome]
  return (
    <>
      <span class={badge}>{text}</span>
      <span class="delivery-what">
        {kinds[attempt.kind]}
        {attempt.issueShortId !== undefined && <> {attempt.issueShortId}</>}
        {attempt.kind === 'fired' && <span class="muted"> by {safeText(attempt.ruleName)}</span>}
        {attempt.number > 1 && <span class="muted"> · attempt {attempt.number}</span>}
      </span>
      <span class="delivery-answer">
        {attempt.status !== undefined && <code>{attempt.status}</code>} {attempt.ms} ms
      </span>
    </>
  )
}

/** The request as it was sent, secrets masked, and what came back. */
export function AttemptDetail({ attempt }: { readonly attempt: DestinationAttempt }): VNode {
  const { request, answer, status, problem, ms } = attempt
  return (
    <div class="exchange">
      {problem !== undefined && <p class="exchange-problem">{safeText(problem)}.</p>}
      {request.url !== '' && (
        <section aria-label="Request">
          <h3>Request</h3>
          <pre>
            POST {safeText(request.url)}
            {Object.entries(request.headers).map(([name, value]) => `\n${name}: ${safeText(value)}`)}
            {`\n\n${safeText(pretty(request.body))}`}
          </pre>
        </section>
      )}
      {status !== undefined && (
        <section aria-label="Answer">
          <h3>
            Answer <span class="muted">{ms} ms</span>
          </h3>
          <pre>
            {status}
            {answer !== undefined && answer !== '' && `\n\n${safeText(pretty(answer))}`}
          </pre>
        </section>
      )}
    </div>
  )
}

/** JSON is easier to read indented; anything else stays as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
