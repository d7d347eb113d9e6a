import { caret, clip, safeText } from '@culprit/view'
import type { DebuggedError, DebuggedFailure, DebuggedFrame } from '../debugged-error.ts'
import {
  currentLine,
  functionOf,
  headline,
  placeOf,
  relationWords,
  requestLine,
  writtenLimits,
} from './failure-words.ts'

/**
 * Returns a failure as plain text: what failed, the request, then the chain with each frame and its source line, newest
 * call first. It is what is copied, what stands in the comment at the end of the page, and what `curl` gets.
 */
export function renderText(failure: DebuggedFailure): string {
  return `${[...headOf(failure), '', renderTraceback(failure)].join('\n')}\n`
}

/** Returns the chain alone: each error with its frames. */
export function renderTraceback(failure: DebuggedFailure): string {
  const shown = failure.errors.slice(0, writtenLimits.errors)
  const left = failure.errors.length - shown.length
  const parts = shown.map((error) => errorText(error))
  return [...parts, ...(left > 0 ? [`... ${left} more errors`] : [])].join('\n\n')
}

function headOf({ status, at, request, process, debugUrl, id }: DebuggedFailure): readonly string[] {
  const line = request && requestLine(request)
  const facts = [
    `status ${status}`,
    at.toISOString(),
    `pid ${process.pid}`,
    `node ${process.node}`,
    `reference ${id}`,
  ]
  return [
    ...(line === undefined ? [] : [line]),
    safeText(clip(facts.join(', '), 500)),
    ...(debugUrl === undefined ? [] : [`debugger: ${safeText(clip(debugUrl, 500))}`]),
  ]
}

function errorText(error: DebuggedError): string {
  const words = relationWords[error.relation]
  const shown = error.frames.slice(0, writtenLimits.frames)
  const left = error.frames.length - shown.length
  return [
    `${words === '' ? '' : `${words}: `}${headline(error)}`,
    ...error.hints.map((hint) => `  hint: ${safeText(clip(hint, 1000))}`),
    ...error.properties.map(({ name, value }) =>
      safeText(`  ${clip(name, 100)}: ${clip(value.preview, 500)}`),
    ),
    ...shown.map(frameText),
    ...(left > 0 ? [`    ... ${left} more frames`] : []),
  ].join('\n')
}

function frameText(frame: DebuggedFrame): string {
  const origin =
    frame.kind === 'app' ? '' : ` [${frame.package === undefined ? frame.kind : safeText(frame.package)}]`
  const head = `    at ${functionOf(frame)} (${placeOf(frame)})${origin}`
  const line = currentLine(frame)
  if (frame.kind !== 'app' || line === undefined || line.length > 400) return head
  const text = safeText(line.trimEnd())
  const indent = text.length - text.trimStart().length
  const mark = frame.column > 0 ? [`        ${caret(text, frame.column).slice(indent)}`] : []
  return [head, `        ${text.trimStart()}`, ...mark].join('\n')
}
