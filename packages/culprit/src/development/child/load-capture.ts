import { createRequire } from 'node:module'
import { sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this package: its code is in `src` and `dist`. */
const ownFolder = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * Keeps the frames of what the program throws alive while it is loaded, since its own debugger is opened by code that may
 * not be reached. Returns what ends it. A program that brings another copy of the library is left to that one: a thread
 * can be watched by one copy alone, and the first error of a request matters more than one of loading.
 */
export async function captureLoading(program: string | undefined): Promise<() => void> {
  if (hasOtherCopy(program)) return () => undefined
  const { FrameCapture } = await import('../../debugger/capture/frame-capture.ts')
  const capture = FrameCapture.ofThread()
  return () => capture.release()
}

function hasOtherCopy(program: string | undefined): boolean {
  if (program === undefined) return false
  try {
    return !createRequire(program)
      .resolve('culprit')
      .startsWith(ownFolder.replace(/[\\/]$/, '') + sep)
  } catch {
    // It has none.
    return false
  }
}
