import type { DebuggedFrame } from '../debugged-error.ts'

/** A frame to be shown by itself, or neighbouring library frames that are folded into one line. */
export type FrameRun =
  | { readonly kind: 'frame'; readonly frame: DebuggedFrame }
  | { readonly kind: 'library'; readonly frames: readonly DebuggedFrame[] }

/** Returns frames with runs of library frames folded, order kept. Without a frame of the application nothing is folded. */
export function foldLibrary(frames: readonly DebuggedFrame[]): readonly FrameRun[] {
  if (!frames.some(({ kind }) => kind === 'app')) return frames.map((frame) => ({ kind: 'frame', frame }))
  const runs: FrameRun[] = []
  let library: DebuggedFrame[] = []
  const close = (): void => {
    if (library.length > 0) runs.push({ kind: 'library', frames: library })
    library = []
  }
  for (const frame of frames) {
    if (frame.kind !== 'app') {
      library.push(frame)
      continue
    }
    close()
    runs.push({ kind: 'frame', frame })
  }
  close()
  return runs
}
