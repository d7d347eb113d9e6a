import type { FrameView } from './trace-view.ts'

/** A frame of the application, or a run of neighbouring library frames. */
export type FrameRun =
  | { readonly kind: 'frame'; readonly frame: FrameView }
  | { readonly kind: 'library'; readonly frames: readonly FrameView[]; readonly packages: readonly string[] }

/** Most package names that a run is labelled with. */
const maxNames = 3

/** Returns frames (in any order) with each run of library frames put together, order kept. */
export function groupRuns(frames: readonly FrameView[]): readonly FrameRun[] {
  const runs: FrameRun[] = []
  let library: FrameView[] = []
  const close = (): void => {
    if (library.length > 0) runs.push({ kind: 'library', frames: library, packages: packagesOf(library) })
    library = []
  }
  for (const frame of frames) {
    if (!frame.inApp) library.push(frame)
    else {
      close()
      runs.push({ kind: 'frame', frame })
    }
  }
  close()
  return runs
}

function packagesOf(frames: readonly FrameView[]): readonly string[] {
  const names = new Set(frames.flatMap((frame) => (frame.package === undefined ? [] : [frame.package])))
  const all = [...names]
  return all.length <= maxNames ? all : [...all.slice(0, maxNames), `${all.length - maxNames} more`]
}
