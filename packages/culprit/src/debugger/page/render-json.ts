import { STATUS_CODES } from 'node:http'
import { clip } from '@culprit/view'
import type { DebuggedError, DebuggedFailure, DebuggedFrame } from '../debugged-error.ts'
import { currentLine, raisedError, writtenLimits } from './failure-words.ts'

/** What `renderJson` adds to the failure. */
export interface JsonOptions {
  /** Address of the page, where it differs from the failure's own. */
  readonly debugUrl?: string | undefined
}

/**
 * Returns a failure as JSON text for clients that do not read HTML: a problem document (RFC 9457) with the members
 * `error` (id, type, message, hints), `frames` (those of the application first in line, libraries marked), `causes` and
 * `debugUrl`. For development alone: it shows what a production answer hides.
 */
export function renderJson(
  failure: DebuggedFailure,
  { debugUrl = failure.debugUrl }: JsonOptions = {},
): string {
  const raised = raisedError(failure)
  return JSON.stringify({
    type: 'about:blank',
    title: STATUS_CODES[failure.status] ?? 'Error',
    status: failure.status,
    detail: clip(raised.message, writtenLimits.message),
    reference: failure.id,
    error: errorJson(raised),
    frames: framesJson(raised),
    causes: failure.errors
      .slice(1, writtenLimits.errors)
      .map((error) => ({ ...errorJson(error), relation: error.relation, frames: framesJson(error) })),
    ...(debugUrl !== undefined && { debugUrl }),
    ...(failure.issueUrl !== undefined && { issueUrl: failure.issueUrl }),
  })
}

function errorJson({ id, type, message, hints, links }: DebuggedError): object {
  return {
    id,
    type,
    message: clip(message, writtenLimits.message),
    ...(hints.length > 0 && { hints }),
    ...(links.length > 0 && { links }),
  }
}

function framesJson({ frames }: DebuggedError): readonly object[] {
  return frames.slice(0, writtenLimits.frames).map(frameJson)
}

function frameJson(frame: DebuggedFrame): object {
  const source = currentLine(frame)?.trim()
  return {
    index: frame.index,
    function: frame.function,
    file: frame.shownFile,
    line: frame.line,
    column: frame.column,
    app: frame.kind === 'app',
    ...(source !== undefined && { source: clip(source, 400) }),
  }
}
