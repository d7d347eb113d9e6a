import { findSourceMap } from 'node:module'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Frame, parseStack } from '@culprit/stack'
import { classifyFile } from './frames/classify-file.ts'

/**
 * A place in the source: the full path, the 1-based line and the function's name. What is not known is
 * `(unknown file)`, 0 and `(unknown function)`; code at the top of a module is in `<module>`.
 */
export interface SourceLocation {
  readonly pathname: string
  readonly lineno: number
  readonly funcName: string
}

/** A function whose caller is looked for; only its identity matters. */
export type CallerMarker = (...args: never[]) => unknown

/** What is said where no place can be found. */
export const UNKNOWN_LOCATION: SourceLocation = {
  pathname: '(unknown file)',
  lineno: 0,
  funcName: '(unknown function)',
}

/** The longest walk up the stack that `stackLevel` can ask for. */
const MAX_STACK_LEVEL = 200

/**
 * Returns where the innermost running call of `method` was made; `stackLevel` 2 is the caller's caller and so
 * on, the outermost frame when the stack ends before. The place is unknown when `method` is not on the stack.
 * Costs microseconds, so it is only called when a format asks for the place.
 */
export function callerLocation(method: CallerMarker, stackLevel = 1): SourceLocation {
  const wanted = Math.min(Math.max(1, stackLevel), MAX_STACK_LEVEL)
  const sites = callSites(method, wanted)
  const site = sites[Math.min(wanted, sites.length) - 1]
  return site === undefined ? UNKNOWN_LOCATION : siteLocation(site)
}

/**
 * Returns the stack below the innermost running call of `method` as text, outermost call first as Python has it,
 * under the line `Stack (most recent call last):`. At most 50 calls.
 */
export function callerStack(method: CallerMarker): string {
  const lines = callSites(method, 50).map(siteLine)
  return ['Stack (most recent call last):', ...lines.reverse()].join('\n')
}

/**
 * Returns where an error comes from in the application: its innermost frame outside `node_modules` and the
 * runtime, else its innermost frame, else unknown. Reads the error's stack, mapped or not as the runtime has it.
 */
export function errorLocation(error: unknown): SourceLocation {
  const text = stackText(error)
  // Mostly it is the first one, and taking the others apart takes ten times as long.
  const [innermost] = parseStack(text, { maxFrames: 1 })
  const frame =
    innermost !== undefined && isOfApplication(innermost)
      ? innermost
      : (parseStack(text).find(isOfApplication) ?? innermost)
  if (frame?.file === undefined) return UNKNOWN_LOCATION
  return { pathname: frame.file, lineno: frame.line ?? 0, funcName: frame.function ?? '<module>' }
}

function isOfApplication({ file }: Frame): boolean {
  return classifyFile(file) === 'app'
}

/** Returns the file name of a path, either kind of slash. */
export function filenameOf(pathname: string): string {
  return basename(pathname.slice(pathname.lastIndexOf('\\') + 1))
}

/** Returns the file name of a path without its last extension. */
export function moduleOf(pathname: string): string {
  const filename = filenameOf(pathname)
  const dot = filename.lastIndexOf('.')
  return dot <= 0 ? filename : filename.slice(0, dot)
}

function stackText(error: unknown): string {
  try {
    const stack = error instanceof Object ? Reflect.get(error, 'stack') : undefined
    return typeof stack === 'string' ? stack : ''
  } catch {
    return ''
  }
}

/**
 * A limit of few frames and an own `prepareStackTrace` make this 4 to 6 times cheaper than reading `stack`: what
 * costs there is the text of ten frames. Both are global settings of V8 and are put back at once.
 */
function callSites(method: CallerMarker, limit: number): readonly NodeJS.CallSite[] {
  const { stackTraceLimit, prepareStackTrace } = Error
  const holder: { stack?: unknown } = {}
  try {
    Error.stackTraceLimit = limit
    Error.prepareStackTrace = keepSites
    Error.captureStackTrace(holder, method)
    return Array.isArray(holder.stack) ? holder.stack : []
  } catch {
    // Frozen intrinsics: the place stays unknown, the record does not.
    return []
  } finally {
    Error.prepareStackTrace = prepareStackTrace
    Error.stackTraceLimit = stackTraceLimit
  }
}

function keepSites(_error: unknown, sites: readonly NodeJS.CallSite[]): readonly NodeJS.CallSite[] {
  return sites
}

function siteLocation(site: NodeJS.CallSite): SourceLocation {
  const file = site.getFileName() ?? site.getEvalOrigin() ?? UNKNOWN_LOCATION.pathname
  const lineno = site.getLineNumber() ?? 0
  const funcName = functionName(site)
  const mapped = sourceMapped(file, lineno, site.getColumnNumber() ?? 1)
  return { pathname: toPath(mapped?.file ?? file), lineno: mapped?.lineno ?? lineno, funcName }
}

function siteLine(site: NodeJS.CallSite): string {
  const { pathname, lineno, funcName } = siteLocation(site)
  return `    at ${funcName} (${pathname}:${lineno}:${site.getColumnNumber() ?? 1})`
}

function functionName(site: NodeJS.CallSite): string {
  const name = site.getFunctionName()
  if (name !== null && name !== '') return name
  // The body of a module, ESM or CommonJS, begins where the file does; no function without a name can.
  const isModule = site.getEnclosingLineNumber?.() === 1 && site.getEnclosingColumnNumber?.() === 1
  return isModule ? '<module>' : '<anonymous>'
}

/** An own `prepareStackTrace` bypasses the runtime's mapping, so it is done here, where maps are switched on. */
function sourceMapped(
  file: string,
  line: number,
  column: number,
): { readonly file: string; readonly lineno: number } | undefined {
  const map = process.sourceMapsEnabled ? findSourceMap(file) : undefined
  if (map === undefined) return undefined
  const entry = map.findEntry(line - 1, column - 1)
  return 'originalSource' in entry && typeof entry.originalSource === 'string'
    ? { file: entry.originalSource, lineno: entry.originalLine + 1 }
    : undefined
}

function toPath(file: string): string {
  if (!file.startsWith('file://')) return file
  try {
    return fileURLToPath(file)
  } catch {
    return file
  }
}
