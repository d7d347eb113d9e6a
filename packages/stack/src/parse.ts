import type { Frame } from './frame.ts'
import { parseGeckoLine } from './parse-gecko.ts'
import { parseV8Line } from './parse-v8.ts'

const MAX_LINES = 1000
const MAX_FRAMES = 250
const MAX_LINE = 2000

/** Bounds for `parseStack`. They can be lowered; higher values are taken down to the defaults. */
export interface ParseStackOptions {
  /** @default 1000 lines looked at */
  readonly maxLines?: number | undefined
  /** @default 250 frames kept, those nearest the throw */
  readonly maxFrames?: number | undefined
}

/**
 * Returns the frames of a stack's text, innermost call (where it was thrown) first; empty when none is found.
 * Understands V8 and, where no line is V8's, Firefox and Safari. Lines longer than 2,000 characters and lines
 * that are no frame (the message) are passed over. Linear in the text.
 */
export function parseStack(text: string, options: ParseStackOptions = {}): readonly Frame[] {
  const maxLines = Math.min(options.maxLines ?? MAX_LINES, MAX_LINES)
  const maxFrames = Math.min(options.maxFrames ?? MAX_FRAMES, MAX_FRAMES)
  const lines = linesOf(text, maxLines)
  const v8 = framesOf(lines, parseV8Line, maxFrames)
  return v8.length > 0 ? v8 : framesOf(lines, parseGeckoLine, maxFrames)
}

function framesOf(
  lines: readonly string[],
  parse: (line: string) => Frame | undefined,
  max: number,
): readonly Frame[] {
  const frames: Frame[] = []
  for (const line of lines) {
    if (frames.length >= max) break
    const frame = parse(line)
    if (frame !== undefined) frames.push(frame)
  }
  return frames
}

/** Takes lines one by one rather than splitting, which a megabyte of line ends would make costly. */
function linesOf(text: string, max: number): readonly string[] {
  const lines: string[] = []
  for (let start = 0, seen = 0; start < text.length && seen < max; seen++) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    if (end > start && end - start <= MAX_LINE) lines.push(text.slice(start, end))
    start = end + 1
  }
  return lines
}
