import { clip, safeText } from '@culprit/view'
import type { DebuggedError, DebuggedFailure, DebuggedFrame, DebuggedRequest } from '../debugged-error.ts'

/** Most of each that is written out, whatever the representation; more is said to be there, never dropped silently. */
export const writtenLimits = { errors: 50, frames: 250, message: 20_000, title: 300 } as const

/** The words that stand before an error of a chain; nothing before the raised one. */
export const relationWords: Readonly<Record<DebuggedError['relation'], string>> = {
  raised: '',
  cause: 'Caused by',
  aggregate: 'One of several',
  context: 'Thrown while handling',
}

/** Returns the first error: the one that was raised. */
export function raisedError(failure: DebuggedFailure): DebuggedError {
  const [raised] = failure.errors
  if (!raised) throw new TypeError('A failure has at least one error.')
  return raised
}

/** Returns `Type: message`, the whole message, with everything invisible made visible. */
export function headline({ type, message }: DebuggedError): string {
  const text = clip(message, writtenLimits.message)
  return safeText(text === '' ? type : `${type}: ${text}`)
}

/** Returns the first line of `Type: message`, for titles and lists. */
export function shortHeadline(error: DebuggedError): string {
  return clip(headline(error).split('\n', 1)[0] ?? '', writtenLimits.title)
}

/** Returns the request as `POST /checkout?x=1`: the origin says little to who has just asked it. Safe, on one line. */
export function requestLine({ method, url }: DebuggedRequest, limit: number = 2000): string {
  return oneLine(clip(`${method} ${pathOf(url)}`, limit))
}

/** Returns path and query of an address, or the text as it is. */
export function pathOf(url: string): string {
  return /^https?:\/\/[^/?#]*(\/[^#]*)/i.exec(url)?.[1] ?? url
}

/** Returns `src/cart/total.ts:41:23`, as shown. */
export function placeOf({ shownFile, line, column }: DebuggedFrame): string {
  return oneLine(
    [clip(shownFile, 400), line || undefined, line && column ? column : undefined]
      .filter((part) => part !== undefined)
      .join(':'),
  )
}

/** Returns safe text without line breaks, which names and places do not have unless somebody means harm. */
function oneLine(text: string): string {
  return safeText(text).replace(/\s+/g, ' ')
}

/** Returns the name of a frame's function. */
export function functionOf(frame: DebuggedFrame): string {
  return oneLine(clip(frame.function || '<anonymous>', 200))
}

/** Returns whether frames of the application and of libraries are mixed: only then are the latter pushed back. */
export function isMixed(frames: readonly DebuggedFrame[]): boolean {
  return frames.some(({ kind }) => kind === 'app') && frames.some(({ kind }) => kind !== 'app')
}

/** Returns the source line a frame stands on, or undefined. */
export function currentLine(frame: DebuggedFrame): string | undefined {
  return frame.source.find(({ line }) => line === frame.line)?.text
}

/** Returns `6 library frames (express, router)`. */
export function libraryRunWords(frames: readonly DebuggedFrame[]): string {
  const names = [...new Set(frames.map((frame) => (frame.kind === 'runtime' ? 'node' : frame.package)))]
  const known = names.filter((name) => name !== undefined)
  const shown = known.slice(0, 3).map((name) => oneLine(clip(name, 60)))
  const rest = known.length > 3 ? [`${known.length - 3} more`] : []
  const count = `${frames.length} library frame${frames.length === 1 ? '' : 's'}`
  return known.length === 0 ? count : `${count} (${[...shown, ...rest].join(', ')})`
}
