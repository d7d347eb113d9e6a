import { statSync } from 'node:fs'
import { FileHandler } from './file-handler.ts'

/**
 * A `FileHandler` for files that another program moves away or removes, such as logrotate: before each write it
 * looks whether the path still leads to the open file (device and inode) and opens it anew if not. The check is
 * made for each write to the file, so lines below WARNING are checked once for all that waited together.
 */
export class WatchedFileHandler extends FileHandler {
  protected override beforeWrite(): void {
    reopenIfReplaced(this.path, this.file)
  }
}

/** The parts of an `AppendFile` that tell whether it is still the file at its path. */
interface Replaceable {
  readonly isOpen: boolean
  isSameFile(facts: { readonly dev: number; readonly ino: number }): boolean
  open(): void
  close(): void
}

/**
 * Opens `file` anew when `path` does not lead to it any more, and returns whether it did. A file that is not open
 * is left alone. @throws {Error} the system's, when the new file cannot be opened.
 */
export function reopenIfReplaced(path: string, file: Replaceable): boolean {
  if (!file.isOpen) return false
  const facts = statSync(path, { throwIfNoEntry: false })
  if (facts !== undefined && file.isSameFile(facts)) return false
  file.close()
  file.open()
  return true
}
