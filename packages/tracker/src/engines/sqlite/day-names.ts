import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
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
  // The rows go first: rows without payloads would be shown as damage, payloads without rows are only in the way.
  const files = [db, `${db}-wal`, `${db}-shm`, blockFilePath(dir.payload, day)]
  let bytes = 0
  for (const file of files) {
    bytes += statSync(file, { throwIfNoEntry: false })?.size ?? 0
    rmSync(file, { force: true })
  }
  return bytes + removeAttachmentDay(dir, day)
}

/** Returns the days that have attachment bodies, newest first: not all of them need have events too. */
export function listAttachmentDays(dir: DataDir): readonly string[] {
  const days = readdirSync(dir.attachments).filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name))
  return days.sort().reverse()
}

/** Unlinks the attachment bodies of a day, also those that a crash left without a row; returns how many bytes that frees. */
export function removeAttachmentDay(dir: DataDir, day: string): number {
  const folder = join(dir.attachments, day)
  if (!existsSync(folder)) return 0
  let bytes = 0
  for (const name of readdirSync(folder)) {
    bytes += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0
  }
  rmSync(folder, { recursive: true, force: true })
  return bytes
}
