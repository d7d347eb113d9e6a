import { safeText } from '@culprit/view'
import type { VNode } from 'preact'
import type { DebuggedError, DebuggedFailure, DebuggedFrame } from '../debugged-error.ts'
import { foldLibrary, type FrameRun } from './frame-runs.ts'
import {
  functionOf,
  isMixed,
  libraryRunWords,
  placeOf,
  relationWords,
  shortHeadline,
} from './failure-words.ts'
import { panelId } from './panel-id.ts'

/** Every frame of every error as links to their panels, newest call first; runs of library frames are folded. */
export function FrameList({ failure }: { readonly failure: DebuggedFailure }): VNode {
  const frames = failure.errors.flatMap((error) => error.frames)
  const app = frames.filter(({ kind }) => kind === 'app').length
  return (
    <nav class="stack" aria-label="Frames">
      <div class="stack-bar">
        <div class="segmented js-only" role="group" aria-label="Frames shown">
          <button type="button" data-do="show-app" aria-pressed="true" title="A: application or all">
            App <span class="segment-count">{app}</span>
          </button>
          <button type="button" data-do="show-all" aria-pressed="false" title="A: application or all">
            All <span class="segment-count">{frames.length}</span>
          </button>
        </div>
        <button type="button" class="quiet js-only" data-do="turn" title="Turn the order of calls around">
          <span data-order>newest first</span>
        </button>
        <input
          class="filter js-only"
          id="frame-filter"
          type="search"
          placeholder="Filter"
          aria-label="Filter frames"
          autocomplete="off"
          spellcheck={false}
        />
      </div>
      <div class="stack-list" id="stack-list">
        {failure.errors.map((error, index) => (
          <ErrorGroup key={error.id} error={error} index={index} alone={failure.errors.length === 1} />
        ))}
      </div>
    </nav>
  )
}

interface ErrorGroupProps {
  readonly error: DebuggedError
  readonly index: number
  readonly alone: boolean
}

function ErrorGroup({ error, index, alone }: ErrorGroupProps): VNode {
  const words = relationWords[error.relation]
  return (
    <section class="group" data-relation={error.relation}>
      <h2 class={alone ? 'visually-hidden' : 'group-head'}>
        {words !== '' && <span class="relation">{words} </span>}
        <bdi>{shortHeadline(error)}</bdi>
      </h2>
      {error.frames.length === 0 && <p class="left-out">It came without frames.</p>}
      <ol class={isMixed(error.frames) ? 'frame-links mixed' : 'frame-links'}>
        {foldLibrary(error.frames).map((run) => toItem(run, index))}
      </ol>
    </section>
  )
}

function toItem(run: FrameRun, error: number): VNode {
  if (run.kind === 'frame') return link(run.frame, error)
  const [only] = run.frames
  if (run.frames.length === 1 && only) return link(only, error)
  return (
    <li key={`run-${only?.index ?? 0}`}>
      <details class="run">
        <summary>{libraryRunWords(run.frames)}</summary>
        <ol class="frame-links">{run.frames.map((frame) => link(frame, error))}</ol>
      </details>
    </li>
  )
}

function link(frame: DebuggedFrame, error: number): VNode {
  return (
    <li key={frame.index}>
      <a
        class={`frame-link ${frame.kind === 'app' ? 'app' : 'library'}`}
        href={`#${panelId(error, frame.index)}`}
        title={frame.info === undefined ? placeOf(frame) : safeText(frame.info)}
      >
        <span class="link-function">
          <bdi>{functionOf(frame)}</bdi>
        </span>
        <span class="link-place">
          <bdi>{placeEnd(frame)}</bdi>
        </span>
      </a>
    </li>
  )
}

/** Characters of a place that stand in the list; its end tells more than its beginning. */
const listed = 43

function placeEnd(frame: DebuggedFrame): string {
  const place = placeOf({ ...frame, column: 0 })
  return place.length <= listed ? place : `\u2026${place.slice(1 - listed).toWellFormed()}`
}
