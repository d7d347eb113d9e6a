import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OwnError } from '../ports/ingest-status.ts'
import { toOwnError } from './own-error.ts'

const nameOf = (dataDir: string): string => join(dataDir, 'crash.json')

/** What is left of a file that somebody else wrote is not read. */
const maxBytes = 1024 * 1024

/**
 * Leaves what ends the process for the next start: nothing can be spooled any more. The first error of a process counts,
 * since the others follow from it. Never throws.
 */
export function leaveCrashNote(dataDir: string, error: unknown, where: string): void {
  try {
    const note = JSON.stringify(toOwnError(error, { where }))
    writeFileSync(nameOf(dataDir), note, { mode: 0o600, flag: 'wx' })
  } catch {
    // There is one already, or the disk is what failed: the line on standard error is all there will be.
  }
}

/** Returns what ended the process before, once; undefined when it ended well, or left what cannot be read. */
export function takeCrashNote(dataDir: string): OwnError | undefined {
  try {
    const text = readFileSync(nameOf(dataDir), 'utf8')
    rmSync(nameOf(dataDir), { force: true })
    return text.length <= maxBytes ? parseNote(JSON.parse(text)) : undefined
  } catch {
    return undefined
  }
}

function parseNote(note: unknown): OwnError | undefined {
  if (typeof note !== 'object' || note === null) return undefined
  const { where, name, message, stack }: Partial<Record<'where' | 'name' | 'message' | 'stack', unknown>> =
    note
  if (typeof where !== 'string' || typeof name !== 'string' || typeof message !== 'string') return undefined
  const error = new Error(message)
  error.name = name
  error.stack = typeof stack === 'string' ? stack : ''
  // The clock may tell another time by now, and so does the event: the reference is new.
  return toOwnError(error, { where })
}
