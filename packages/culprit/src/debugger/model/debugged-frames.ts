import { sep } from 'node:path'
import type { ChainLink } from '@culprit/stack'
import type { SentFrame } from '@culprit/wire'
import type { CapturedFrame, CapturedThrow } from '../capture/captured-frame.ts'
import { classifyFile } from '../../logging/frames/classify-file.ts'
import type { DebuggedFrame, Liveness, SourceLine } from '../debugged-error.ts'
import type { ReportedFrame } from '../../logging/frames/frames.ts'
import { matchFrames } from '../../report/local-variables/match-variables.ts'
import type { ValueHandles } from '../values/value-handles.ts'
import { remarksOf, variablesOf } from './frame-variables.ts'
import { type Hiding, shownFrames, toHiding } from './hidden-frames.ts'
import { stackOfLink } from './stack-of-link.ts'

/** What frames are made with. */
export interface FramesOptions {
  /** Frames of a stack's text, the oldest call first, with source lines and after source maps. */
  readonly framesOf: (stack: string) => readonly ReportedFrame[]
  readonly handles: ValueHandles
  /** Why frames that were not captured are not alive. */
  readonly notCaptured: Liveness
  readonly hideFrames?: ((frame: DebuggedFrame) => Hiding | undefined) | undefined
}

/** The frames of one error, the throw first, and what of each is alive. */
export interface DebuggedFrames {
  readonly frames: readonly DebuggedFrame[]
  readonly live: readonly (CapturedFrame | undefined)[]
}

/** Returns the frames of one error of a chain, without those that are hidden (HID-2). */
export function debuggedFrames(
  link: ChainLink,
  captured: CapturedThrow | undefined,
  options: FramesOptions,
): DebuggedFrames {
  const { text, synchronous } = stackOfLink(link, captured)
  const reported = options.framesOf(text).toReversed()
  const alive = matchFrames(
    reported.map(({ parsed }) => parsed),
    captured?.frames ?? [],
  )
  const all = reported.map((frame, index) => {
    const live = alive[index]
    const liveness = live !== undefined ? 'live' : index >= synchronous ? 'async' : options.notCaptured
    return { frame: toFrame(frame, { live, liveness, handles: options.handles }), live }
  })
  const hidings = all.map(({ frame, live }) => hidingOf(frame, live, options)).reverse()
  const shown = shownFrames(hidings).toReversed()
  const kept = all.filter((_one, index) => shown[index] === true)
  return {
    frames: kept.map(({ frame }, index) => ({ ...frame, index })),
    live: kept.map(({ live }) => live),
  }
}

function hidingOf(
  frame: DebuggedFrame,
  live: CapturedFrame | undefined,
  { hideFrames }: FramesOptions,
): Hiding | undefined {
  const own = live === undefined ? undefined : toHiding(remarksOf(live).hide)
  if (own !== undefined) return own
  try {
    return hideFrames?.(frame)
  } catch {
    // The application's own function; a frame more is better than no page.
    return undefined
  }
}

interface Making {
  readonly live: CapturedFrame | undefined
  readonly liveness: Liveness
  readonly handles: ValueHandles
}

function toFrame({ sent, parsed }: ReportedFrame, { live, liveness, handles }: Making): DebuggedFrame {
  const file = sent.abs_path ?? ''
  const kind = kindOf(file)
  const info = live === undefined ? undefined : remarksOf(live).info
  return {
    index: 0,
    function: sent.function ?? '<anonymous>',
    file,
    shownFile: sent.filename ?? parsed.file ?? '',
    line: sent.lineno ?? 0,
    column: sent.colno ?? 0,
    kind,
    ...(kind === 'dependency' && { package: packageOf(file) }),
    source: sourceOf(sent),
    variables: live === undefined ? [] : variablesOf(live, handles),
    liveness: kind === 'app' || live !== undefined ? liveness : 'library',
    ...(info !== undefined && { info: typeof info === 'string' ? info : handles.text(info) }),
  }
}

function kindOf(file: string): DebuggedFrame['kind'] {
  const kind = classifyFile(file)
  return kind === 'unknown' ? 'runtime' : kind
}

function packageOf(file: string): string {
  const folders = file.split(/[\\/]/)
  const at = folders.lastIndexOf('node_modules')
  const name = folders[at + 1]
  if (at < 0 || name === undefined) return file.includes(`${sep}culprit${sep}`) ? 'culprit' : ''
  return name.startsWith('@') ? `${name}/${folders[at + 2] ?? ''}` : name
}

function sourceOf({ lineno, pre_context, context_line, post_context }: SentFrame): readonly SourceLine[] {
  if (typeof lineno !== 'number' || typeof context_line !== 'string') return []
  const before = pre_context ?? []
  const lines = [...before, context_line, ...(post_context ?? [])]
  return lines.map((text, index) => ({ line: lineno - before.length + index, text: text ?? '' }))
}
