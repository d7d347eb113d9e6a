import type { FrameKind } from './frame.ts'

/** Returns where the code at a path or URL comes from. */
export function classifyPath(_path: string | undefined): FrameKind {
  return 'unknown'
}
