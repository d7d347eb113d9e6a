import type { VNode } from 'preact'
import type { DebuggedFailure } from '../debugged-error.ts'
import { Bar } from './bar.tsx'
import { ErrorHead } from './error-head.tsx'
import { Facts } from './facts.tsx'
import { FrameList } from './frame-list.tsx'
import { FramePanel } from './frame-panel.tsx'
import { HelpDialog } from './help-dialog.tsx'
import type { PageSettings } from './page-settings.ts'

/** What `FailurePage` shows. */
export interface FailurePageProps {
  readonly failure: DebuggedFailure
  readonly settings: PageSettings
  /** The plain traceback. */
  readonly plain: string
  /** Something was left out to keep the page small. */
  readonly cut: boolean
  /** A client that may evaluate reads this. */
  readonly live: boolean
}

/** The body of the page of a failure. Without scripts all of it can be read; the script makes panes and consoles of it. */
export function FailurePage({ failure, settings, plain, cut, live }: FailurePageProps): VNode {
  const frameless = failure.errors.every(({ frames }) => frames.length === 0)
  return (
    <>
      <Bar failure={failure} />
      <main>
        <div class="first">
          <ErrorHead failure={failure} />
          <p class="banner js-only" id="banner" role="status" hidden />
          <div class={frameless ? 'work no-frames' : 'work'} id="work">
            {!frameless && <FrameList failure={failure} />}
            {!frameless && <Stepper />}
            <div class="panels" id="panels">
              {failure.errors.map((error, place) => {
                const opened = error.frames.find(({ kind }) => kind === 'app') ?? error.frames[0]
                return error.frames.map((frame) => (
                  <FramePanel
                    key={`${place}-${frame.index}`}
                    {...{ error, frame, place, settings }}
                    open={place === 0 && frame === opened}
                  />
                ))
              })}
            </div>
          </div>
        </div>
        <Facts failure={failure} />
        <details class="block plain" id="plain">
          <summary>
            <h2>Plain traceback</h2>
          </summary>
          <pre class="raw-trace" id="plain-text" tabIndex={0}>
            {plain}
          </pre>
        </details>
        <footer class="foot">
          <p>
            Culprit caught this error and shows it since debugging is on. Visitors of production see a plain
            error page.
            {live && ' Each frame has a console that runs in this process.'}
            {live && <noscript> Consoles need scripts, which are off.</noscript>}
          </p>
          {cut && <p>Parts were left out to keep this page small; its .json has more.</p>}
        </footer>
      </main>
      <HelpDialog settings={settings} />
      <div class="toast" id="announcer" role="status" aria-live="polite" />
    </>
  )
}

/** On a narrow screen one goes from frame to frame by this line, which stays in sight. */
function Stepper(): VNode {
  return (
    <div class="stepper js-only">
      <button type="button" class="quiet" data-do="previous" aria-label="Previous frame">
        {'\u2039'}
      </button>
      <span id="stepper-text" />
      <button type="button" class="quiet" data-do="next" aria-label="Next frame">
        {'\u203a'}
      </button>
    </div>
  )
}
