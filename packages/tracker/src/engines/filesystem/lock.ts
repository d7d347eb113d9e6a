import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataDirError } from './data-dir-error.ts'
import { processIdentity } from './process-identity.ts'

/** The right to write a data directory, held by one process. */
export interface Lock {
  release(): void
}

interface Holder {
  readonly pid: number
  /** What tells this process from a later one with the same pid; empty where the system does not say. */
  readonly identity: string
}

/**
 * Takes the lock of a data directory: a file `lock` that names its holder. A lock whose holder no longer runs (kill -9,
 * power cut) is taken over; a pid that was given to another program since does not count as the holder.
 *
 * @throws {DataDirError} `locked`, naming the pid, while another process holds it
 */
export function lockDataDir(dir: string): Lock {
  const path = join(dir, 'lock')
  const mine = JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) ?? '' })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, mine, { mode: 0o600 })
  try {
    // Each round either takes the lock, finds it held, or removes one stale holder; contenders bound the rounds.
    for (let round = 0; round < 8; round++) {
      if (tryLink(draft, path)) return { release: () => release(path, mine) }
      evictStale(path, dir)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  throw new DataDirError('locked', `The data directory ${dir} is being opened by another process. Try again.`)
}

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    const why = error instanceof Error ? error.message : String(error)
    throw new DataDirError('not-writable', `The lock ${path} cannot be made: ${why}`, { cause: error })
  }
}

function evictStale(path: string, dir: string): void {
  const text = readText(path)
  if (text === undefined) return
  const holder = parseHolder(text)
  if (holder && isAlive(holder)) {
    throw new DataDirError(
      'locked',
      `The data directory ${dir} is in use by process ${holder.pid}. Stop it, or use another directory (--data-dir).`,
    )
  }
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  // Another process may have taken the stale lock over in between: then what was moved is its lock, so put it back.
  if (readText(aside) !== text) tryLink(aside, path)
  rmSync(aside, { force: true })
}

function isAlive(holder: Holder): boolean {
  const identity = processIdentity(holder.pid)
  if (identity === undefined) return false
  return holder.identity === '' || identity === '' || identity === holder.identity
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('identity' in value))
      return undefined
    if (typeof value.pid !== 'number' || !Number.isInteger(value.pid) || typeof value.identity !== 'string')
      return undefined
    return { pid: value.pid, identity: value.identity }
  } catch {
    return undefined
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function release(path: string, mine: string): void {
  if (readText(path) === mine) rmSync(path, { force: true })
}
