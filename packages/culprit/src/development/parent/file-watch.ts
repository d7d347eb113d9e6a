import { type FSWatcher, watch } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Stamp, stampOf } from '../stamp.ts'

/** Changes that come within this time of each other are one: editors and version control write many files at once. */
const quietMs = 50

/**
 * Watches files by their folders, since editors replace a file instead of writing to it, and a file that is missing can
 * be watched, too. Events only give the occasion to look: a file has changed when its stamp has.
 */
export class FileWatch {
  readonly #onChange: (files: readonly string[]) => void
  readonly #files = new Map<string, Stamp>()
  readonly #folders = new Map<string, FSWatcher>()
  #timer: NodeJS.Timeout | undefined

  constructor(onChange: (files: readonly string[]) => void) {
    this.#onChange = onChange
  }

  /** Adds a file that looked like this when it was read. */
  add(path: string, stamp: Stamp): void {
    this.#files.set(path, stamp)
    this.#watchFolder(dirname(path))
    // It may have changed before it was watched.
    if (stampOf(path) !== stamp) this.#look()
  }

  close(): void {
    clearTimeout(this.#timer)
    for (const watcher of this.#folders.values()) watcher.close()
    this.#folders.clear()
  }

  #watchFolder(folder: string): void {
    if (this.#folders.has(folder)) return
    try {
      const watcher = watch(folder, () => this.#look())
      watcher.on('error', () => {
        watcher.close()
        this.#folders.delete(folder)
      })
      this.#folders.set(folder, watcher)
    } catch {
      const above = join(folder, '..')
      if (above !== folder) this.#watchFolder(above)
    }
  }

  #look(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#compare(), quietMs)
  }

  #compare(): void {
    const changed: string[] = []
    for (const [path, before] of this.#files) {
      const now = stampOf(path)
      if (now === before) continue
      this.#files.set(path, now)
      changed.push(path)
    }
    if (changed.length > 0) this.#onChange(changed)
  }
}
