import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DataDir } from '../filesystem/data-dir.ts'
import { blockFilePath } from '../filesystem/payload-blocks.ts'

/** Returns the days that have a day file, newest first. */
export function listDays(dir: DataDir): readonly string[] {
  const days: string[] = []
  for (const name of readdirSync(dir.events)) {
    if (/^\d{4}-\d{2}-\d{2}\.db$/.test(name)) days.push(name.slice(0, 10))
  }
  return days.sort().reverse()
}

/** Returns the path of a day's rows. */
export function dayFilePath(dir: DataDir, day: string): string {
  return join(dir.events, `${day}.db`)
}

/** Unlinks all files of a day and returns how many bytes that frees. */
export function removeDay(dir: DataDir, day: string): number {
  const db = dayFilePath(dir, day)
  const attachments = join(dir.attachments, day)
  // The rows go first: rows without payloads would be shown as damage, payloads without rows are only in the way.
  const files = [db, `${db}-wal`, `${db}-shm`, blockFilePath(dir.payload, day)]
  let bytes = 0
  for (const file of files) {
    bytes += statSync(file, { throwIfNoEntry: false })?.size ?? 0
    rmSync(file, { force: true })
  }
  rmSync(attachments, { recursive: true, force: true })
  return bytes
}
