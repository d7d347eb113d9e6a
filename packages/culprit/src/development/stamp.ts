import { statSync } from 'node:fs'

/** What a file looked like: time of its last change, size and inode. Empty where there is none. */
export type Stamp = string

/** Returns the stamp of a file; one that is read only keeps its stamp. */
export function stampOf(path: string): Stamp {
  try {
    const { mtimeMs, size, ino } = statSync(path)
    return `${mtimeMs} ${size} ${ino}`
  } catch {
    return ''
  }
}
