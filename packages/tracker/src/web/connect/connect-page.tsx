import { CopyButton } from '@culprit/view'
import type { VNode } from 'preact'
import type { PageContext } from '../context.ts'
import { Page } from '../page.tsx'
import { Arrival } from './arrival.tsx'
import type { ConnectView } from './connect-view.ts'
import { LogTable } from './log-table.tsx'
import { PlatformStep } from './platform-step.tsx'

/** What the connect page shows. */
export interface ConnectPageProps {
  readonly ctx: PageContext
  readonly view: ConnectView
}

/** How to connect an application, whether it worked, and what has arrived so far. */
export function ConnectPage({ ctx, view }: ConnectPageProps): VNode {
  const path = `/projects/${view.project.slug}/connect`
  return (
    <Page
      ctx={ctx}
      title={`Connect · ${view.project.name}`}
      heading="Connect an application"
      active="connect"
      scripts={['connect']}
    >
      <div
        id="connect"
        class="connect"
        data-json={`${path}.json`}
        data-dsn={view.dsn}
        data-at={view.received?.at}
        data-version={ctx.deps.config.version}
      >
        <div id="arrival" class="card arrival-card" aria-live="polite">
          <Arrival received={view.received} now={view.now} />
        </div>
        <DsnStep view={view} />
        <PlatformStep view={view} path={path} />
        <TestStep view={view} />
        <section class="card" aria-labelledby="seen">
          <div class="section-head">
            <h2 id="seen">What we have seen so far</h2>
            <span class="section-hint">the last 50 requests, refused ones too</span>
          </div>
          <div id="ingest-log">
            <LogTable lines={view.log} now={view.now} />
          </div>
        </section>
      </div>
    </Page>
  )
}

function DsnStep({ view }: { readonly view: ConnectView }): VNode {
  return (
    <section class="card connect-step" aria-labelledby="your-dsn">
      <div class="section-head">
        <h2 id="your-dsn">
          <span class="step-number">1</span> Your DSN
        </h2>
        <span class="section-hint">project {view.project.name}</span>
      </div>
      {view.dsn === undefined ? (
        <p class="form-problem">Every key of this project is switched off, so nothing it sends is taken.</p>
      ) : (
        <>
          <div class="code-line">
            <code id="dsn">{view.dsn}</code>
            <CopyButton from="dsn" label="the DSN" />
          </div>
          <p class="muted">
            Already using a Sentry SDK? Change its DSN to this one and leave the rest. Or set it from outside:{' '}
            <code>SENTRY_DSN</code>
          </p>
        </>
      )}
    </section>
  )
}

function TestStep({ view }: { readonly view: ConnectView }): VNode {
  return (
    <section class="card connect-step" aria-labelledby="check">
      <div class="section-head">
        <h2 id="check">
          <span class="step-number">3</span> Check
        </h2>
      </div>
      <div class="test-row">
        <button id="send-test" class="button" type="button" hidden disabled={view.dsn === undefined}>
          Send a test event
        </button>
        <p id="test-result" class="muted" aria-live="polite">
          Throw an error in your application, or send a test event from this browser through the DSN.
        </p>
      </div>
      <noscript>
        <p class="muted">
          The button needs scripts. Without them, use the curl snippet above and reload this page.
        </p>
      </noscript>
    </section>
  )
}
