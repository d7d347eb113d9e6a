import { clip, isoTime, safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { DebuggedFailure } from '../debugged-error.ts'
import { pathOf } from './failure-words.ts'

/** The line at the top: what was asked, what it was answered, when, and what can be done with the page. */
export function Bar({ failure }: { readonly failure: DebuggedFailure }): VNode {
  const { request, status, at, process, issueUrl } = failure
  return (
    <header class="bar">
      <span class="badge badge-bad status">{status}</span>
      {request && (
        <span class="asked" title={safeText(clip(request.url, 2000))}>
          <span class="method">{safeText(request.method)}</span>{' '}
          <bdi>{safeText(clip(pathOf(request.url), 300))}</bdi>
        </span>
      )}
      <time class="bar-time" dateTime={isoTime(at.getTime())}>
        {clockTime(at)}
      </time>
      <span class="bar-node">node {safeText(process.node.replace(/^v/, ''))}</span>
      <div class="bar-actions">
        {issueUrl !== undefined && /^https?:\/\//.test(issueUrl) && (
          <a class="quiet" href={issueUrl} rel="noopener">
            Open in tracker
          </a>
        )}
        <button type="button" class="quiet js-only" data-do="copy-markdown" title="Shift+C: copy as Markdown">
          Copy Markdown
        </button>
        <button type="button" class="quiet js-only" data-do="copy-text" title="Copy as plain text">
          Copy text
        </button>
        <button
          type="button"
          class="quiet js-only"
          data-do="raw"
          aria-pressed="false"
          title="R: plain traceback"
        >
          Raw
        </button>
        <BarTools />
      </div>
    </header>
  )
}

/** Theme and help, which every page of the debugger has. */
export function BarTools(): VNode {
  return (
    <>
      <button
        type="button"
        class="quiet icon js-only"
        data-do="theme"
        title="Light or dark"
        aria-label="Switch between light and dark"
      >
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="1.4" />
          <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
        </svg>
      </button>
      <button
        type="button"
        class="quiet icon js-only"
        data-do="help"
        title="?: keys and settings"
        aria-label="Keys and settings"
      >
        ?
      </button>
    </>
  )
}

/** The clock of the machine that failed: in development it is the reader's. */
function clockTime(at: Date): string {
  return Number.isNaN(at.getTime()) ? 'unknown time' : at.toTimeString().slice(0, 8)
}
