import type { Frame } from './frame.ts'

/** Bounds for `parseStack`; each can only be lowered below its default in practice, none is unlimited. */
export interface ParseStackOptions {
  /** @default 1000 lines looked at */
  readonly maxLines?: number | undefined
  /** @default 250 frames kept, those nearest the throw */
  readonly maxFrames?: number | undefined
}

/** Returns the frames of a stack's text, innermost call (where it was thrown) first; empty when none is found. */
export function parseStack(_text: string, _options: ParseStackOptions = {}): readonly Frame[] {
  return []
}
