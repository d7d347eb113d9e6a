import type { VNode } from 'preact'
import { CopyButton } from './copy-button.tsx'
import { languageOf } from './language.ts'
import { clip, safeText } from './safe-text.ts'
import { SourceLines } from './source-lines.tsx'
import type { FrameView } from './trace-view.ts'
import { stringStyleOf } from './value-preview.ts'
import { ValueTree } from './value-tree.tsx'

/** What `Frame` shows. */
export interface FrameProps {
  readonly frame: FrameView
  readonly platform: string
  /** Id of the element, for permalinks: `f0-37`. */
  readonly id: string
  readonly open: boolean
  /** What this frame is in its trace, e.g. `throws here`. */
  readonly label?: string | undefined
}

/**
 * One frame. Open: source lines and local variables. Folded: place and function, and for a frame of the
 * application its one crashing line, so that the path can be read without a click.
 */
export function Frame({ frame, platform, id, open, label }: FrameProps): VNode {
  const kind = frame.inApp ? 'frame in-app' : 'frame library'
  const hasLocals = frame.locals !== undefined && Object.keys(frame.locals).length > 0
  const hasDetails = frame.context.length > 0 || hasLocals || frame.note !== undefined
  if (!hasDetails) {
    return (
      <div class={`${kind} frame-bare`} id={id}>
        <div class="frame-head">{head(frame, label)}</div>
      </div>
    )
  }
  return (
    <details class={kind} id={id} open={open}>
      <summary class="frame-head">
        {head(frame, label)}
        {frame.inApp && crashingLine(frame)}
      </summary>
      <div class="frame-body">
        <CopyButton text={safeText(placeOf(frame))} label="path and line" />
        {frame.note !== undefined && <p class="frame-note">{safeText(clip(frame.note, 500))}</p>}
        {frame.context.length > 0 && (
          <SourceLines
            lines={frame.context}
            language={languageOf(frame.path, platform)}
            column={frame.column}
          />
        )}
        {hasLocals && frame.locals && (
          <ValueTree
            values={frame.locals}
            label={`Local variables of ${clip(frame.function ?? 'this frame', 80)}`}
            strings={stringStyleOf(platform)}
          />
        )}
      </div>
    </details>
  )
}

function head(frame: FrameView, label: string | undefined): VNode {
  return (
    <span class="frame-line">
      <bdi class="frame-function">{safeText(clip(frame.function ?? '<anonymous>', 200))}</bdi>
      <span class="frame-place" title={safeText(clip(frame.absPath ?? frame.path, 500))}>
        <bdi class="frame-path">{safeText(clipStart(frame.path, 160))}</bdi>
        {frame.line !== undefined && (
          <span class="frame-position">
            :{frame.line}
            {frame.column !== undefined && `:${frame.column}`}
          </span>
        )}
      </span>
      {label !== undefined && <span class="frame-label">{label}</span>}
      {!frame.inApp && frame.package !== undefined && (
        <span class="frame-package">{safeText(clip(frame.package, 60))}</span>
      )}
    </span>
  )
}

function placeOf(frame: FrameView): string {
  const path = clip(frame.absPath ?? frame.path, 1000)
  return frame.line === undefined ? path : `${path}:${frame.line}`
}

/** The end of a path tells more than its beginning. */
function clipStart(path: string, limit: number): string {
  return path.length <= limit ? path : `\u2026${path.slice(-limit)}`
}

function crashingLine(frame: FrameView): VNode | null {
  const line = frame.context.find(({ current }) => current)
  if (!line || line.text.trim() === '') return null
  return <code class="frame-crash">{safeText(clip(line.text.trim(), 200))}</code>
}
