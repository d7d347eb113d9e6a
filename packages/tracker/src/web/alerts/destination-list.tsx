import { safeText, Time } from '@culprit/view'
import type { VNode } from 'preact'
import type { PageContext } from '../context.ts'
import { Page } from '../page.tsx'
import { AlertsTabs } from './alerts-tabs.tsx'
import { DestinationBadge } from './destination-state.tsx'
import type { DestinationItem, DestinationListView } from './destination-view.ts'

export interface DestinationListProps {
  readonly ctx: PageContext
  readonly view: DestinationListView
}

/** Where alerts go besides mail, and whether they arrive. */
export function DestinationListPage({ ctx, view }: DestinationListProps): VNode {
  return (
    <Page ctx={ctx} title="Destinations · Alerts" heading="Alerts" active="alerts">
      <AlertsTabs active="destinations" />
      <div class="alerts">
        <MailCard view={view} />
        {view.destinations.length > 0 && (
          <ul class="rows">
            {view.destinations.map((each) => (
              <DestinationRow
                key={each.id}
                destination={each}
                now={view.now}
                showProject={view.severalProjects}
              />
            ))}
          </ul>
        )}
        <section class="card" aria-labelledby="add-destination">
          <div class="section-head">
            <h2 id="add-destination">Add a destination</h2>
            <span class="section-hint">then choose it in a rule</span>
          </div>
          <ul class="channel-choices">
            {view.channels.map(({ kind, title }) => (
              <li key={kind}>
                <a class="button" href={`/alerts/destinations/new?kind=${kind}`}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Page>
  )
}

function MailCard({ view: { mail } }: { readonly view: DestinationListView }): VNode {
  return (
    <div class="row row-static">
      <div class="row-main">
        <span class="row-title">Mail</span>
        <span class="muted">
          {mail === 'configured'
            ? 'to members and addresses, as each rule says'
            : 'no mail server is configured'}
        </span>
      </div>
      {mail === 'configured' ? (
        <span class="badge badge-good">Configured</span>
      ) : (
        <span class="badge badge-warn">Off</span>
      )}
      {mail === 'off' && (
        <p class="row-note">
          Mails wait and nobody is told. Start with{' '}
          <code>CULPRIT_SMTP_URL=smtp://user:password@host:587</code> to switch mail on.
        </p>
      )}
    </div>
  )
}

interface DestinationRowProps {
  readonly destination: DestinationItem
  readonly now: number
  readonly showProject: boolean
}

function DestinationRow({ destination, now, showProject }: DestinationRowProps): VNode {
  const { name, channel, place, href, state, lastProblem, lastOkAt, rules, project } = destination
  const troubled = state === 'failing' || state === 'disabled' || state === 'unreadable'
  return (
    <li class="row">
      <div class="row-main">
        <a class="row-title" href={href}>
          <bdi>{safeText(name)}</bdi>
        </a>
        <span class="muted">
          {channel} · <bdi>{safeText(place)}</bdi>
          {showProject && ` · ${project}`}
        </span>
      </div>
      <DestinationBadge destination={destination} />
      <p class="row-note">
        {rules.length === 0
          ? 'No rule sends here yet'
          : `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}`}
        {lastOkAt !== undefined && (
          <>
            {' · last delivered '}
            <Time at={lastOkAt} now={now} />
          </>
        )}
        {troubled && lastProblem !== undefined && <span class="row-problem">{safeText(lastProblem)}</span>}
      </p>
    </li>
  )
}
