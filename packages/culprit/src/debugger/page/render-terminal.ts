import { clip, safeText } from '@culprit/view'
import type { DebuggedError, DebuggedFailure, DebuggedFrame } from '../debugged-error.ts'
import { codeFrame } from './code-frame.ts'
import { foldLibrary } from './frame-runs.ts'
import {
  functionOf,
  libraryRunWords,
  placeOf,
  raisedError,
  relationWords,
  requestLine,
  writtenLimits,
} from './failure-words.ts'
import { terminalStyle, type TerminalAbilities, type TerminalStyle } from './terminal-style.ts'

/** What the terminal can do: the caller knows NO_COLOR, FORCE_COLOR, CI and whether it is a terminal at all. */
export interface TerminalOptions extends TerminalAbilities {
  /** Width in characters; lines of source are cut to it. */
  readonly columns: number
}

/** Frames of the application written of one error, and lines of a message. */
const limits = { frames: 8, errors: 8, messageLines: 20 } as const

/**
 * Returns a failure as a terminal shows it: message, hints, the application's frames (the first one with its source and a
 * caret, library frames counted), the causes, and the link to the page. Nothing that came from the failure reaches the
 * terminal as a control character.
 */
export function renderTerminal(failure: DebuggedFailure, options: TerminalOptions): string {
  const style = terminalStyle(options)
  const { request, status, debugUrl, issueUrl } = failure
  const lines = errorLines(raisedError(failure), style, options.columns)
  if (request) {
    const words = requestLine(request, Math.max(20, options.columns - 8))
    lines.splice(0, 0, `${style.dim(words)} ${style.red(String(status))}`)
  }
  for (const error of failure.errors.slice(1, limits.errors)) {
    lines.push('', ...errorLines(error, style, options.columns))
  }
  if (failure.errors.length > limits.errors)
    lines.push('', style.dim(`+${failure.errors.length - limits.errors} more errors`))
  const links = [
    ...(debugUrl === undefined ? [] : [link('debug', debugUrl, style)]),
    ...(issueUrl === undefined ? [] : [link('issue', issueUrl, style)]),
  ]
  return `${[...lines, ...(links.length > 0 ? ['', ...links] : [])].join('\n')}\n`
}

function link(name: string, address: string, style: TerminalStyle): string {
  return `${style.dim(`${name}:`)} ${style.link(style.cyan(safeText(address)), address)}`
}

function errorLines(error: DebuggedError, style: TerminalStyle, columns: number): string[] {
  const words = relationWords[error.relation]
  const [first = '', ...rest] = safeText(clip(error.message, writtenLimits.message)).split('\n')
  const head = `${words === '' ? '' : `${style.dim(words)} `}${style.red(style.bold(safeText(clip(error.type, 200))))}`
  const lines = [first === '' ? head : `${head}${style.dim(':')} ${style.bold(first)}`]
  lines.push(...rest.slice(0, limits.messageLines).map((line) => `  ${line}`))
  if (rest.length > limits.messageLines)
    lines.push(style.dim(`  +${rest.length - limits.messageLines} more lines`))
  for (const hint of error.hints.slice(0, 5)) lines.push(`${style.yellow('  ?')} ${oneLine(hint, 1000)}`)
  for (const { name, value } of error.properties.slice(0, 10))
    lines.push(
      `  ${style.dim(`${oneLine(name, 60)}:`)} ${oneLine(value.preview, Math.max(20, columns - 20))}`,
    )
  return [...lines, ...frameLines(error, style, columns)]
}

function frameLines({ frames }: DebuggedError, style: TerminalStyle, columns: number): readonly string[] {
  const lines: string[] = []
  let shown = 0
  for (const run of foldLibrary(frames)) {
    if (shown >= limits.frames) {
      lines.push(style.dim('  +older frames'))
      break
    }
    if (run.kind === 'library') {
      lines.push(style.dim(`  +${libraryRunWords(run.frames)}`))
      continue
    }
    lines.push(frameHead(run.frame, style))
    if (shown === 0)
      lines.push(
        ...codeFrame(run.frame, { style, columns: columns - 4, around: 2 }).map((row) => `    ${row}`),
      )
    shown += 1
  }
  return lines
}

function frameHead(frame: DebuggedFrame, style: TerminalStyle): string {
  const place = frame.file.startsWith('/')
    ? style.link(placeOf(frame), encodeURI(`file://${frame.file}`))
    : placeOf(frame)
  return `  ${style.dim('at')} ${style.cyan(functionOf(frame))} ${place}`
}

function oneLine(text: string, limit: number): string {
  return safeText(clip(text, Math.max(20, limit))).replace(/\s+/g, ' ')
}
