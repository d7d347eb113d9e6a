import { type FSWatcher, statSync, watch } from 'node:fs'
import { dirname } from 'node:path'

/** What is told of folders. */
export interface FolderListener {
  /** Something in the folder may have changed: an entry of this name, if the system says which. */
  readonly onEvent: (folder: string, name: string | undefined) => void
  /** The system does not watch any more folders. */
  readonly onFailure: (reason: string) => void
}

/** The most folders that are watched by events; the systems' own limits are higher. */
const most = 4000

/** Folders whose entries are watched by the system's events; of a folder that is not there, the nearest one above it. */
export class WatchedFolders {
  readonly #listener: FolderListener
  readonly #watchers = new Map<string, { readonly watcher: FSWatcher; readonly inode: number }>()

  constructor(listener: FolderListener) {
    this.#listener = listener
  }

  /** Watches a folder, also when it was made anew since. */
  add(folder: string): void {
    const inode = inodeOf(folder)
    const known = this.#watchers.get(folder)
    if (known?.inode === inode && inode !== undefined) return
    this.#drop(folder)
    const above = dirname(folder)
    if (inode !== undefined) this.#watch(folder, inode)
    else if (above !== folder) this.add(above)
  }

  get all(): readonly string[] {
    return [...this.#watchers.keys()]
  }

  close(): void {
    for (const folder of this.all) this.#drop(folder)
  }

  #watch(folder: string, inode: number): void {
    if (this.#watchers.size >= most) return this.#listener.onFailure(`there are more than ${most} folders`)
    try {
      const watcher = watch(folder, (_kind, name) => this.#listener.onEvent(folder, name ?? undefined))
      // On Windows, a folder that is removed.
      watcher.on('error', () => this.#drop(folder))
      this.#watchers.set(folder, { watcher, inode })
    } catch (error) {
      // Removed this moment, or one of the system's limits: ENOSPC, EMFILE.
      if (inodeOf(folder) !== undefined)
        this.#listener.onFailure(error instanceof Error ? error.message : String(error))
    }
  }

  #drop(folder: string): void {
    this.#watchers.get(folder)?.watcher.close()
    this.#watchers.delete(folder)
  }
}

function inodeOf(folder: string): number | undefined {
  try {
    return statSync(folder).ino
  } catch {
    return undefined
  }
}
