import { fileURLToPath } from 'node:url'
import { dirname, relative, resolve, sep } from 'node:path'
import { type Frame, parseStack, sourceContext } from '@culprit/stack'
import type { SourceMap } from '@culprit/stack/source-map'
import type { SentFrame } from '@culprit/wire'
import { BoundedCache } from './bounded-cache.ts'
import { classifyFile } from './classify-file.ts'
import type { SourceFile } from './source-files.ts'

/** One call of a stack: as its text has it, and as it is sent. They differ where a source map is there. */
export interface ReportedFrame {
  readonly parsed: Frame
  readonly sent: SentFrame
  /** The file that ran, with the id that joins it with an uploaded source map. */
  readonly debugId?: string | undefined
}

/** What frames are made with. */
export interface FramesOptions {
  readonly sourceOf: (path: string) => SourceFile | undefined
  /** Takes secrets out of source lines. */
  readonly redactText: (text: string) => string
  /** File names are told relative to it. @default the working directory */
  readonly root?: string | undefined
}

/** Stacks and places that are remembered. Errors come from the same places again and again. */
const maxStacks = 200
const maxPlaces = 2000
/** Longer stacks are parsed each time. */
const maxRemembered = 8000
const linesAround = 5

/**
 * Returns a function from a stack's text to its frames, oldest call first as the protocol has them, at most 250. Each
 * has five source lines on either side where the file can be read, mapped to the original source where a map is there.
 */
export function createFrames(options: FramesOptions): (stack: string) => readonly ReportedFrame[] {
  const { root = process.cwd() } = options
  const stacks = new BoundedCache<readonly ReportedFrame[]>({ maxEntries: maxStacks })
  const places = new BoundedCache<ReportedFrame>({ maxEntries: maxPlaces })
  const frameOf = (parsed: Frame): ReportedFrame => {
    const key = `${parsed.file}:${parsed.line}:${parsed.column}:${parsed.function}`
    return places.get(key) ?? places.set(key, toReportedFrame(parsed, { ...options, root }))
  }
  return (stack) => {
    // The message stands before the first call and differs from error to error.
    const calls = stack.slice(Math.max(0, stack.indexOf('\n    at ')))
    const isShort = calls.length <= maxRemembered
    const known = isShort ? stacks.get(calls) : undefined
    if (known !== undefined) return known
    const frames = parseStack(calls).map(frameOf).reverse()
    return isShort ? stacks.set(calls, frames) : frames
  }
}

type Making = FramesOptions & { readonly root: string }

function toReportedFrame(parsed: Frame, making: Making): ReportedFrame {
  const source =
    parsed.file !== undefined && parsed.kind !== 'runtime' ? making.sourceOf(parsed.file) : undefined
  const mapped = mappedFrame(parsed, source, making)
  return { parsed, sent: mapped ?? plainFrame(parsed, source?.lines, making), debugId: source?.debugId }
}

function plainFrame(frame: Frame, lines: readonly string[] | undefined, making: Making): SentFrame {
  const { file, line, column } = frame
  return {
    ...(frame.function !== undefined && { function: frame.function }),
    ...(file !== undefined && { filename: shortPath(file, making.root), abs_path: file }),
    ...(line !== undefined && { lineno: line }),
    ...(column !== undefined && { colno: column }),
    in_app: classifyFile(file) === 'app',
    ...(lines !== undefined && line !== undefined && contextOf(lines, line, making)),
  }
}

function mappedFrame(frame: Frame, source: SourceFile | undefined, making: Making): SentFrame | undefined {
  const { file, line, column } = frame
  if (source === undefined || file === undefined || line === undefined || column === undefined)
    return undefined
  const map = source.map()
  const place = map?.original(line, column)
  if (map === undefined || place === undefined) return undefined
  const path = sourcePath(place.source, file)
  const lines = linesOf(place.source, path, { map, making })
  const original: Frame = {
    ...frame,
    file: path,
    line: place.line,
    column: place.column,
    kind: classifyFile(path),
  }
  return {
    ...plainFrame(original, lines, making),
    data: { sourcemap: file, orig_filename: file, orig_lineno: line, orig_colno: column },
  }
}

/** What the lines of a mapped source come from. */
interface SourceOrigin {
  readonly map: SourceMap
  readonly making: Making
}

function linesOf(source: string, path: string, { map, making }: SourceOrigin): readonly string[] | undefined {
  const content = map.content(source)
  return content === undefined ? making.sourceOf(path)?.lines : content.split(/\r?\n/)
}

/** Sources are named relative to their map, which is taken to stand beside the file that names it. */
function sourcePath(source: string, file: string): string {
  if (source.startsWith('file://')) {
    try {
      return fileURLToPath(source)
    } catch {
      return source
    }
  }
  return /^[a-z][a-z\d+.-]+:/i.test(source) ? source : resolve(dirname(file), source)
}

function contextOf(lines: readonly string[], line: number, { redactText }: Making): Partial<SentFrame> {
  const context = sourceContext(lines, line, linesAround)
  if (context === undefined) return {}
  return {
    pre_context: context.before.map(redactText),
    context_line: redactText(context.line),
    post_context: context.after.map(redactText),
  }
}

/** `src/shop.ts` below the root, `node_modules/...` of packages elsewhere, else the whole path. */
function shortPath(path: string, root: string): string {
  if (path.startsWith(root.endsWith(sep) ? root : root + sep))
    return relative(root, path).replaceAll('\\', '/')
  const packages = path.lastIndexOf(`node_modules${sep}`)
  return packages < 0 ? path : path.slice(packages).replaceAll('\\', '/')
}
