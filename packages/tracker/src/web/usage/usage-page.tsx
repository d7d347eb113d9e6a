import { formatCount, safeText, Time } from '@culprit/view'
import type { VNode } from 'preact'
import type { PageContext } from '../context.ts'
import { Page } from '../page.tsx'
import { Deliveries } from './deliveries.tsx'
import { SessionsSection } from './sessions-section.tsx'
import type { OutcomeLine, UsageView } from './usage-view.ts'

/** What the usage page shows. */
export interface UsagePageProps {
  readonly ctx: PageContext
  readonly view: UsageView
}

/** What came in, what was refused or dropped and why, what was set aside, and who was told. */
export function UsagePage({ ctx, view }: UsagePageProps): VNode {
  const lost = (source: OutcomeLine['source']): number =>
    view.outcomes.filter((line) => line.source === source).reduce((sum, { quantity }) => sum + quantity, 0)
  return (
    <Page ctx={ctx} title="Usage" heading="Usage" active="usage">
      <dl class="figures">
        <Figure label={`Accepted, ${view.days} days`} value={view.accepted} />
        <Figure label="Refused or dropped here" value={lost('server')} />
        <Figure label="Dropped by SDKs" value={lost('sdk')} />
        <Figure label="Set aside" value={view.parked.length} />
      </dl>
      <Outcomes view={view} />
      <SessionsSection view={view} />
      <Parked view={view} />
      <Deliveries view={view} />
      <Storage view={view} />
    </Page>
  )
}

function Figure({ label, value }: { readonly label: string; readonly value: number }): VNode {
  return (
    <div class="figure">
      <dt>{label}</dt>
      <dd>{formatCount(value)}</dd>
    </div>
  )
}

function Outcomes({ view }: { readonly view: UsageView }): VNode {
  return (
    <section class="card" aria-labelledby="lost">
      <div class="section-head">
        <h2 id="lost">What was not kept, and why</h2>
        <span class="section-hint">the last {view.days} days</span>
      </div>
      {view.outcomes.length === 0 ? (
        <p class="empty">Nothing was refused or dropped.</p>
      ) : (
        <div class="table-wrap" tabIndex={0} role="group" aria-label="What was not kept, and why">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">Reason</th>
                <th scope="col">Kind</th>
                <th scope="col">Project</th>
                <th scope="col">By</th>
                <th scope="col" class="number">
                  Count
                </th>
              </tr>
            </thead>
            <tbody>
              {view.outcomes.map((line) => (
                <tr key={`${line.project} ${line.source} ${line.reason} ${line.category}`}>
                  <td data-label="Reason">
                    <div>
                      <bdi>{safeText(line.reason)}</bdi>
                      <div class="muted">{line.meaning}</div>
                    </div>
                  </td>
                  <td data-label="Kind">{line.category}</td>
                  <td data-label="Project">{line.project}</td>
                  <td data-label="By">{line.source === 'sdk' ? 'the SDK' : 'the tracker'}</td>
                  <td data-label="Count" class="number">
                    {formatCount(line.quantity)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Parked({ view }: { readonly view: UsageView }): VNode {
  return (
    <section class="card" aria-labelledby="parked">
      <div class="section-head">
        <h2 id="parked">Set aside</h2>
        <span class="section-hint">kept at most seven days, shown by their error only</span>
      </div>
      {view.parked.length === 0 ? (
        <p class="empty">No event had to be set aside.</p>
      ) : (
        <ul class="plain-list">
          {view.parked.map((line) => (
            <li key={`${line.received} ${line.eventId}`}>
              <Time at={line.received} now={view.now} form="short" />{' '}
              <span class="muted">{line.project}</span>{' '}
              {line.eventId !== undefined && <code>{line.eventId.slice(0, 12)}</code>}{' '}
              <bdi>{safeText(line.error)}</bdi>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Storage({ view }: { readonly view: UsageView }): VNode {
  return (
    <section class="card" aria-labelledby="storage">
      <div class="section-head">
        <h2 id="storage">Storage</h2>
      </div>
      <p>
        Events are kept for {view.retentionDays} days by the time they were received; then their day is
        deleted and its disk space freed. Issues stay.
      </p>
      <p>
        Attachments are listed with their event by name, type and size. Their bodies are stored only when{' '}
        <code>CULPRIT_STORE_ATTACHMENTS</code> is set, and are not scrubbed.
      </p>
      <dl class="gauges">
        {view.gauges.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
