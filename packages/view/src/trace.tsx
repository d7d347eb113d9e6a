import type { VNode } from 'preact'
import { ChainHead } from './chain.tsx'
import { CopyButton } from './copy-button.tsx'
import { Frame } from './frame.tsx'
import { type FrameRun, groupRuns } from './frame-runs.ts'
import { clip, safeText, textHardLimit } from './safe-text.ts'
import { Segmented } from './segmented.tsx'
import type { ExceptionView, FrameView, TraceMode, TraceView } from './trace-view.ts'

/** What `Trace` shows. */
export interface TraceProps {
  readonly trace: TraceView
  readonly mode: TraceMode
  /** Where each mode is found; without it there is no switch (mails). */
  readonly hrefs?: Readonly<Record<TraceMode, string>>
  /** Text beside the switch, e.g. the title of the section. @default 'Stack trace' */
  readonly heading?: string
}

/** Most frames rendered of one exception; the newest are kept. */
const maxFrames = 250
/** Most exceptions rendered of one chain. */
const maxExceptions = 50

/**
 * A stack trace, newest call first, the raised exception before its causes. In-app folds runs of library
 * frames and opens the frame nearest the throw; All lists every frame; Raw is the platform's own text.
 */
export function Trace({ trace, mode, hrefs, heading = 'Stack trace' }: TraceProps): VNode {
  const total = trace.exceptions.reduce((sum, { frames }) => sum + frames.length, 0)
  const app = trace.exceptions.reduce(
    (sum, { frames }) => sum + frames.filter(({ inApp }) => inApp).length,
    0,
  )
  return (
    <section class="trace" data-mode={mode} id="stack" aria-labelledby="stack-heading">
      <div class="section-head">
        <h2 id="stack-heading">{heading}</h2>
        {hrefs && (
          <Segmented
            label="Stack trace view"
            current={mode}
            segments={[
              { key: 'app', label: 'In-app', href: hrefs.app, count: app },
              { key: 'all', label: 'All', href: hrefs.all, count: total },
              { key: 'raw', label: 'Raw', href: hrefs.raw },
            ]}
          />
        )}
        {mode === 'raw' ? (
          <CopyButton from="raw-trace" label="raw trace" />
        ) : (
          <span class="section-hint">newest call first</span>
        )}
      </div>
      {mode === 'raw' ? (
        <pre class="raw-trace" id="raw-trace" tabIndex={0}>
          {safeText(clip(trace.raw, textHardLimit))}
        </pre>
      ) : (
        <>
          {trace.exceptions.slice(0, maxExceptions).map((exception, index) => (
            <ExceptionPart key={index} {...{ exception, index, mode }} platform={trace.platform} />
          ))}
          {trace.exceptions.length > maxExceptions && (
            <p class="left-out">
              {trace.exceptions.length - maxExceptions} more causes are in the event's JSON.
            </p>
          )}
        </>
      )}
    </section>
  )
}

interface ExceptionPartProps {
  readonly exception: ExceptionView
  readonly index: number
  readonly mode: TraceMode
  readonly platform: string
}

function ExceptionPart({ exception, index, mode, platform }: ExceptionPartProps): VNode {
  const newestFirst = exception.frames.slice(-maxFrames).reverse()
  const opened = newestFirst.find(({ inApp }) => inApp) ?? newestFirst[0]
  const crashed = newestFirst[0]
  const cut = (exception.framesCut ?? 0) + Math.max(0, exception.frames.length - maxFrames)
  const toFrame = (frame: FrameView): VNode => (
    <li key={frame.index}>
      <Frame
        frame={frame}
        platform={platform}
        id={`f${index}-${frame.index}`}
        open={frame === opened && index === 0}
        label={frame === crashed && frame.inApp ? 'throws here' : undefined}
      />
    </li>
  )
  const hasApp = newestFirst.some(({ inApp }) => inApp)
  const runs: readonly FrameRun[] =
    mode === 'app' && hasApp ? groupRuns(newestFirst) : newestFirst.map((frame) => ({ kind: 'frame', frame }))
  return (
    <article class={`exception relation-${exception.relation}`} aria-labelledby={`x${index}`}>
      <ChainHead exception={exception} index={index} />
      {newestFirst.length === 0 && <p class="left-out">This exception came without a stack.</p>}
      {mode === 'app' && !hasApp && newestFirst.length > 0 && (
        <p class="left-out">No frame of the application among these; all are shown.</p>
      )}
      <ol class="frames">
        {runs.map((run) => (run.kind === 'frame' ? toFrame(run.frame) : foldRun(run, toFrame)))}
      </ol>
      {cut > 0 && <p class="left-out">{cut} older frames were cut.</p>}
    </article>
  )
}

function foldRun(run: FrameRun & { readonly kind: 'library' }, toFrame: (frame: FrameView) => VNode): VNode {
  const [only] = run.frames
  if (run.frames.length === 1 && only) return toFrame(only)
  return (
    <li key={`run-${only?.index ?? 0}`}>
      <details class="library-run">
        <summary>
          {run.frames.length} library frames
          {run.packages.length > 0 && (
            <span class="run-packages">{safeText(clip(run.packages.join(', '), 120))}</span>
          )}
        </summary>
        <ol class="frames">{run.frames.map(toFrame)}</ol>
      </details>
    </li>
  )
}
