import { languageOf, LiveValues, safeText, SourceLines } from '@culprit/view'
import type { VNode } from 'preact'
import type { DebuggedError, DebuggedFrame, Variable, VariableScope } from '../debugged-error.ts'
import { editorAddress } from './editors.ts'
import { functionOf, placeOf, shortHeadline } from './failure-words.ts'
import { livenessWords } from './liveness-words.ts'
import { panelId } from './panel-id.ts'
import type { PageSettings } from './page-settings.ts'

/** What `FramePanel` shows. */
export interface FramePanelProps {
  readonly error: DebuggedError
  readonly frame: DebuggedFrame
  /** Place of the error in the chain. */
  readonly place: number
  readonly open: boolean
  readonly settings: PageSettings
}

/** One frame: source with the place marked, variables, and room for the console that the script puts there. */
export function FramePanel({ error, frame, place, open, settings }: FramePanelProps): VNode {
  const { source, liveness, info } = frame
  return (
    <details
      class={`panel ${frame.kind === 'app' ? 'app' : 'library'}`}
      open={open}
      data-error={error.id}
      data-frame={frame.index}
      data-live={liveness}
      data-file={frame.file}
      data-line={frame.line}
      data-column={frame.column}
    >
      <summary class="panel-head">
        <span class="panel-function">
          <bdi>{functionOf(frame)}</bdi>
        </span>{' '}
        <span class="panel-place">
          <bdi>{placeOf(frame)}</bdi>
        </span>
      </summary>
      <div class="panel-body" id={panelId(place, frame.index)}>
        <PanelActions frame={frame} settings={settings} />
        {place > 0 && <p class="panel-note">in {shortHeadline(error)}</p>}
        {info !== undefined && <p class="panel-note info">{safeText(info)}</p>}
        {source.length > 0 ? (
          <SourceLines
            lines={source.map(({ line, text }) => ({ line, text, current: line === frame.line }))}
            language={languageOf(frame.shownFile, 'node')}
            column={frame.column || undefined}
          />
        ) : (
          <p class="no-source">
            {frame.kind === 'app'
              ? 'The source of this place was not found.'
              : 'No source of this place is shown.'}
          </p>
        )}
        <div class="panel-split">
          <Variables frame={frame} />
          <section class="console js-only" aria-label={`Console in ${functionOf(frame)}`} />
        </div>
      </div>
    </details>
  )
}

function PanelActions({
  frame,
  settings,
}: {
  readonly frame: DebuggedFrame
  readonly settings: PageSettings
}): VNode {
  const address = editorAddress(settings.editor, frame, settings.paths)
  return (
    <div class="panel-actions">
      <button type="button" class="quiet js-only" data-do="copy-place" title="Copy path and line">
        Copy path
      </button>
      {address !== undefined && (
        <a class="quiet" data-do="editor" href={address} title="e: open in the editor">
          Open in editor
        </a>
      )}
    </div>
  )
}

const scopeNames: Readonly<Record<VariableScope, string>> = {
  this: 'this',
  local: 'Local',
  block: 'Local',
  catch: 'Local',
  closure: 'Closure',
  module: 'Module',
}

function Variables({ frame }: { readonly frame: DebuggedFrame }): VNode {
  const { variables, liveness } = frame
  const words = livenessWords[liveness]
  return (
    <section class="variables" aria-label={`Variables of ${functionOf(frame)}`}>
      <div class="pane-head">
        <h3>Variables</h3>
        {variables.length > 0 && (
          <>
            <span class="pane-note">when it was thrown</span>
            <input
              class="filter variables-filter js-only"
              type="search"
              placeholder="Filter"
              aria-label="Filter variables"
              autocomplete="off"
              spellcheck={false}
              title="v"
            />
          </>
        )}
      </div>
      <div class="values" tabIndex={variables.length > 8 ? 0 : undefined}>
        {variables.length === 0 ? (
          <p class="left-out">
            {liveness === 'live' ? 'This frame has no variables of its own.' : 'None were kept.'}
          </p>
        ) : (
          byScope(variables).map(([name, list]) => (
            <section key={name} class="scope">
              {name !== 'Local' && name !== 'this' && <h4>{name}</h4>}
              <LiveValues entries={list} />
            </section>
          ))
        )}
      </div>
      {words !== '' && <p class="left-out no-js-note">{words}</p>}
    </section>
  )
}

/** `this` stands with the locals; order is that of the frame. */
function byScope(variables: readonly Variable[]): readonly (readonly [string, readonly Variable[]])[] {
  const groups = new Map<string, Variable[]>()
  for (const variable of variables) {
    const name = scopeNames[variable.scope] === 'this' ? 'Local' : scopeNames[variable.scope]
    const group = groups.get(name)
    if (group) group.push(variable)
    else groups.set(name, [variable])
  }
  return [...groups]
}
