import { clip } from '@culprit/view'
import type {
  DebuggedError,
  DebuggedFailure,
  DebuggedFrame,
  DebuggedRequest,
  ValueEntry,
  ValueView,
} from '../debugged-error.ts'

/** How much of a failure stands in a page. Counts are of items, lengths of characters. */
export interface Detail {
  readonly errors: number
  readonly frames: number
  /** Frames of one error that have source and variables; those of the application come first. */
  readonly panels: number
  readonly around: number
  readonly line: number
  readonly message: number
  readonly variables: number
  readonly preview: number
  readonly text: number
  /** Levels of parts of values that are taken along. */
  readonly depth: number
  readonly pairs: number
  readonly pair: number
}

/** From everything to what always fits: each step is taken when the page before was too large. */
export const detailSteps: readonly Detail[] = [
  {
    errors: 20,
    frames: 200,
    panels: 100,
    around: 5,
    line: 1000,
    message: 20_000,
    variables: 100,
    preview: 300,
    text: 10_000,
    depth: 2,
    pairs: 400,
    pair: 4000,
  },
  {
    errors: 10,
    frames: 100,
    panels: 30,
    around: 5,
    line: 400,
    message: 6000,
    variables: 40,
    preview: 160,
    text: 1000,
    depth: 1,
    pairs: 100,
    pair: 600,
  },
  {
    errors: 5,
    frames: 40,
    panels: 8,
    around: 3,
    line: 200,
    message: 2000,
    variables: 20,
    preview: 120,
    text: 0,
    depth: 0,
    pairs: 30,
    pair: 200,
  },
  {
    errors: 2,
    frames: 10,
    panels: 1,
    around: 2,
    line: 120,
    message: 600,
    variables: 5,
    preview: 60,
    text: 0,
    depth: 0,
    pairs: 5,
    pair: 60,
  },
]

/** Returns a failure cut to a detail. Counts of what was left out go into `more` where there is such a place. */
export function fitFailure(failure: DebuggedFailure, detail: Detail): DebuggedFailure {
  const pairs = (list: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] =>
    list.slice(0, detail.pairs).map(([name, value]) => [clip(name, 200), clip(value, detail.pair)] as const)
  return {
    ...failure,
    errors: failure.errors.slice(0, detail.errors).map((error) => fitError(error, detail)),
    request: failure.request && fitRequest(failure.request, pairs, detail),
    environment: pairs(failure.environment),
    packages: pairs(failure.packages),
    logs: failure.logs.slice(-detail.pairs).map((record) => ({
      ...record,
      message: clip(record.message, detail.pair),
      logger: clip(record.logger, 100),
    })),
  }
}

function fitRequest(
  request: DebuggedRequest,
  pairs: (list: DebuggedRequest['headers']) => DebuggedRequest['headers'],
  detail: Detail,
): DebuggedRequest {
  return {
    ...request,
    method: clip(request.method, 40),
    url: clip(request.url, detail.pair),
    headers: pairs(request.headers),
    query: pairs(request.query),
    cookies: pairs(request.cookies),
    body: request.body && fitValue(request.body, detail, detail.depth + 1),
    user: request.user && fitValue(request.user, detail, detail.depth + 1),
  }
}

function fitError(error: DebuggedError, detail: Detail): DebuggedError {
  const frames = error.frames.slice(0, detail.frames)
  const first = (frame: DebuggedFrame): number => (frame.kind === 'app' ? 0 : 1)
  const chosen = new Set(frames.toSorted((one, other) => first(one) - first(other)).slice(0, detail.panels))
  return {
    ...error,
    type: clip(error.type, 200),
    message: clip(error.message, detail.message),
    properties: entriesOf(error.properties, detail, detail.depth),
    hints: error.hints.slice(0, 5).map((hint) => clip(hint, Math.min(1000, detail.message))),
    links: error.links.filter((link) => link.length <= 500).slice(0, 5),
    frames: frames.map((frame) => fitFrame(frame, detail, chosen.has(frame))),
  }
}

function fitFrame(frame: DebuggedFrame, detail: Detail, whole: boolean): DebuggedFrame {
  const names = {
    function: clip(frame.function, 120),
    shownFile: clip(frame.shownFile, 200),
    file: clip(frame.file, 500),
  }
  if (!whole) return { ...frame, ...names, source: [], variables: [] }
  return {
    ...frame,
    ...names,
    info: frame.info && clip(frame.info, 300),
    source: frame.source
      .filter(({ line }) => Math.abs(line - frame.line) <= detail.around)
      .map(({ line, text }) => ({
        line,
        text: fitLine(text, line === frame.line ? frame.column : 1, detail.line),
      })),
    variables: frame.variables.slice(0, detail.variables).map((variable) => ({
      ...variable,
      name: clip(variable.name, 100),
      value: fitValue(variable.value, detail, detail.depth),
    })),
  }
}

/** A line is cut after its place, so that columns stay true; a place far to the right keeps the line whole. */
function fitLine(text: string, column: number, limit: number): string {
  return clip(text, Math.max(limit, Math.min(column + 80, limit * 10)))
}

function entriesOf(entries: readonly ValueEntry[], detail: Detail, depth: number): readonly ValueEntry[] {
  return entries
    .slice(0, detail.variables)
    .map(({ name, value }) => ({ name: clip(name, 100), value: fitValue(value, detail, depth) }))
}

function fitValue(value: ValueView, detail: Detail, depth: number): ValueView {
  const { entries, more = 0, text, ...rest } = value
  const preview = clip(value.preview, detail.preview)
  const long = text !== undefined && detail.text > 0 ? { text: clip(text, detail.text) } : {}
  if (entries === undefined || entries.length === 0 || depth <= 0) return { ...rest, ...long, preview }
  const kept = entriesOf(entries, detail, depth - 1)
  const left = more + entries.length - kept.length
  return { ...rest, ...long, preview, entries: kept, ...(left > 0 && { more: left }) }
}
