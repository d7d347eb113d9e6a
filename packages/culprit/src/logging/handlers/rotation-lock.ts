import { closeSync, openSync, rmSync, statSync } from 'node:fs'

/** A lock file that nobody renewed for so long belongs to a process that is gone. */
const staleAfterMs = 10_000

/**
 * Calls `rotate` while this process alone may move the files of the log at `path`; returns false without calling
 * it when another process is doing so right now. The lock is the file `PATH.rotating`, which exists only
 * meanwhile; one left by a crash counts for 10 seconds. What `rotate` throws is passed on.
 */
export function withRotationLock(path: string, rotate: () => void): boolean {
  const lock = `${path}.rotating`
  if (!acquire(lock)) return false
  try {
    rotate()
  } finally {
    rmSync(lock, { force: true })
  }
  return true
}

function acquire(lock: string): boolean {
  if (create(lock)) return true
  const facts = statSync(lock, { throwIfNoEntry: false })
  if (facts !== undefined && Date.now() - facts.mtimeMs < staleAfterMs) return false
  rmSync(lock, { force: true })
  return create(lock)
}

function create(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', 0o600))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
