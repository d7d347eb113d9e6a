import { readdirSync, renameSync, unlinkSync } from 'node:fs'

/** Returns the names in a directory; none where there is no directory. */
export function tryList(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

/** Moves a file and returns true, or false when it is gone: another process was faster. */
export function tryMove(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch {
    return false
  }
}

/** Removes a file; one that is gone already is what was wanted. */
export function tryRemove(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // Another process was faster.
  }
}
