import { CopyButton, safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { Channel } from '../../notify/channels/channel.ts'
import type { PageContext } from '../context.ts'
import { Crumbs } from '../crumbs.tsx'
import { csrfField } from '../csrf.ts'
import { DoneNote } from '../done-note.tsx'
import { Page } from '../page.tsx'
import { DeliveryLog } from './delivery-log.tsx'
import { DestinationForm, type EnteredForm } from './destination-form.tsx'
import { DestinationBadge, DestinationTrouble, LastTimes } from './destination-state.tsx'
import type { DestinationDetailView, DestinationItem } from './destination-view.ts'

const trail = [
  { text: 'Alerts', href: '/alerts' },
  { text: 'Destinations', href: '/alerts/destinations' },
]

export interface NewDestinationProps {
  readonly ctx: PageContext
  readonly channel: Channel
  readonly entered?: EnteredForm | undefined
}

/** The form of a new destination. */
export function NewDestinationPage({ ctx, channel, entered }: NewDestinationProps): VNode {
  const projects = ctx.projects.filter(({ internal }) => !internal)
  return (
    <Page ctx={ctx} title={`New ${channel.title} destination`} active="alerts">
      <Crumbs trail={trail} last={`New ${channel.title} destination`} />
      <section class="card narrow-card">
        <h1>{channel.title}</h1>
        <DestinationForm
          csrf={ctx.csrf}
          action={`/alerts/destinations/new?kind=${channel.kind}`}
          fields={channel.fields}
          name=""
          entered={entered}
          projects={projects}
          submit="Add destination"
        />
      </section>
    </Page>
  )
}

export interface DestinationPageProps {
  readonly ctx: PageContext
  readonly view: DestinationDetailView
  readonly entered?: EnteredForm | undefined
  /** A signing secret that was just made: shown this once. */
  readonly madeSecret?: string | undefined
}

/** One destination: its state, a test, its settings and its log. */
export function DestinationPage({ ctx, view, entered, madeSecret }: DestinationPageProps): VNode {
  const { destination, fields, settings, attempts } = view
  const tested = ctx.query.has('tested')
  return (
    <Page ctx={ctx} title={`${destination.name} · Alerts`} active="alerts" scripts={['destination']}>
      <Crumbs trail={trail} last={destination.name} />
      <header class="page-head">
        <h1>
          <bdi>{safeText(destination.name)}</bdi>
        </h1>
        <DestinationBadge destination={destination} />
        <span class="muted">
          {destination.channel} · <bdi>{safeText(destination.place)}</bdi>
        </span>
      </header>
      {ctx.query.has('saved') && <DoneNote text="Saved." />}
      {ctx.query.has('retried') && <DoneNote text="It is sent again now; reload to see what came of it." />}
      {madeSecret !== undefined && <MadeSecret secret={madeSecret} />}
      <DestinationTrouble destination={destination} now={view.now} />
      <div class="alerts">
        <section class="card" aria-labelledby="state">
          <div class="section-head">
            <h2 id="state">Deliveries</h2>
            <LastTimes destination={destination} now={view.now} />
          </div>
          <Actions ctx={ctx} destination={destination} />
          <Held ctx={ctx} view={view} />
          <div id="test-result" aria-live="polite" />
          <DeliveryLog
            attempts={attempts}
            now={view.now}
            href={destination.href}
            csrf={ctx.csrf}
            openFirst={tested}
          />
        </section>
        <section class="card" aria-labelledby="settings">
          <div class="section-head">
            <h2 id="settings">Settings</h2>
          </div>
          <DestinationForm
            csrf={ctx.csrf}
            action={destination.href}
            fields={fields}
            name={destination.name}
            stored={settings}
            entered={entered}
            projects={[]}
            submit="Save"
          />
        </section>
        <UsedBy destination={destination} />
        <RemoveForm ctx={ctx} destination={destination} />
      </div>
    </Page>
  )
}

function MadeSecret({ secret }: { readonly secret: string }): VNode {
  return (
    <div class="form-done" role="status">
      <p>Added. This is its signing secret; copy it into your program now, it is not shown again:</p>
      <div class="code-line">
        <code id="made-secret">{secret}</code>
        <CopyButton from="made-secret" label="the signing secret" />
      </div>
    </div>
  )
}

interface WithDestination {
  readonly ctx: PageContext
  readonly destination: DestinationItem
}

function Actions({ ctx, destination }: WithDestination): VNode {
  const off = destination.state === 'disabled'
  return (
    <div class="actions">
      <form method="post" action={`${destination.href}/test`} data-test="test-result">
        <input type="hidden" name={csrfField} value={ctx.csrf} />
        <button class="button primary" type="submit">
          Send test
        </button>
      </form>
      <form method="post" action={`${destination.href}/switch`}>
        <input type="hidden" name={csrfField} value={ctx.csrf} />
        <input type="hidden" name="enabled" value={off ? 'true' : 'false'} />
        <button class="button" type="submit">
          {off ? 'Switch on' : 'Switch off'}
        </button>
      </form>
    </div>
  )
}

/** What came while the destination was off waits for a click: hours later nobody wants all of it unasked. */
function Held({
  ctx,
  view,
}: {
  readonly ctx: PageContext
  readonly view: DestinationDetailView
}): VNode | null {
  const { held, destination } = view
  if (held === 0) return null
  const what = held === 1 ? 'One alert waits' : `${held} alerts wait`
  if (destination.state === 'disabled') return <p class="muted held">{what} until it is switched on again.</p>
  return (
    <form method="post" action={`${destination.href}/send-held`} class="held">
      <input type="hidden" name={csrfField} value={ctx.csrf} />
      <span>{what} from when it was switched off.</span>
      <button class="button small" type="submit">
        Send {held === 1 ? 'it' : 'them'} now
      </button>
    </form>
  )
}

function UsedBy({ destination: { rules } }: { readonly destination: DestinationItem }): VNode {
  return (
    <section class="card" aria-labelledby="used-by">
      <div class="section-head">
        <h2 id="used-by">Rules that send here</h2>
      </div>
      {rules.length === 0 ? (
        <p class="empty">
          None yet. <a href="/alerts/rules/new">Make a rule</a>, or add this destination to one.
        </p>
      ) : (
        <ul class="plain-list">
          {rules.map(({ id, name }) => (
            <li key={id}>
              <a href={`/alerts/rules/${id}`}>
                <bdi>{safeText(name)}</bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function RemoveForm({ ctx, destination }: WithDestination): VNode {
  const { rules } = destination
  return (
    <details class="card danger">
      <summary>Remove this destination</summary>
      <p>
        Its delivery log goes with it.{' '}
        {rules.length > 0 &&
          `${rules.length === 1 ? 'A rule that sends' : `${rules.length} rules that send`} here will have one place less to tell.`}
      </p>
      <form method="post" action={`${destination.href}/remove`}>
        <input type="hidden" name={csrfField} value={ctx.csrf} />
        <button class="button danger-button" type="submit">
          Remove {safeText(destination.name)}
        </button>
      </form>
    </details>
  )
}
