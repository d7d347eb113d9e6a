import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Stamp, stampOf } from '../stamp.ts'
import { folderFiles } from './folder-files.ts'
import { pathMatcher } from './path-pattern.ts'
import { WatchedFolders } from './watched-folders.ts'

/** Changes that come within this time of each other are one: editors and version control write many files at once. */
const quietMs = 50

/** How often files are looked at where there are no events. */
const pollMs = 1000

/** What may be a module of a program that failed to load. */
const modules = /\.(?:[cm]?[jt]sx?|json|node|wasm)$/

/** What is watched, and who is told. */
export interface FileWatchOptions {
  readonly onChange: (files: readonly string[]) => void
  /** Files and folders that count though the program has not loaded them. */
  readonly extraFiles: readonly string[]
  readonly excludePatterns: readonly string[]
  readonly poll: boolean
  /** Told when events are not to be had and files are polled instead. */
  readonly warn: (line: string) => void
}

interface Watched {
  stamp: Stamp
  /** The program that loaded it last; the files that were named stay. */
  readonly generation: number
}

/**
 * Watches files by their folders, since editors replace a file instead of writing to it, and a file that is missing can
 * be watched, too. Events only give the occasion to look: a file has changed when its stamp has, so reading one does
 * nothing (RLD-5).
 */
export class FileWatch {
  readonly #options: FileWatchOptions
  readonly #isExcluded: (path: string) => boolean
  readonly #files = new Map<string, Watched>()
  readonly #trees = new Set<string>()
  readonly #folders: WatchedFolders
  readonly #touched = new Set<string>()
  #generation = 0
  #isAnyModule = false
  #timer: NodeJS.Timeout | undefined
  #poll: NodeJS.Timeout | undefined

  constructor(options: FileWatchOptions) {
    this.#options = options
    this.#isExcluded = pathMatcher(options.excludePatterns)
    this.#folders = new WatchedFolders({
      onEvent: (folder, name) => this.#touch(folder, name),
      onFailure: (reason) => this.#pollInstead(reason),
    })
    if (options.poll) this.#startPolling()
    for (const path of options.extraFiles) this.#addExtra(path)
  }

  /** Begins the files of the next program. Those of the one before count until `settle`. */
  begin(): void {
    this.#generation += 1
    this.#isAnyModule = false
  }

  /** Adds a file that looked like this when the program loaded it. */
  add(path: string, stamp: Stamp): void {
    if (this.#files.get(path)?.generation === Infinity) return
    this.#watchFile(path, stamp, this.#generation)
    // It may have changed before it was watched.
    if (stampOf(path) !== stamp) this.#look()
  }

  /** The program is loaded: files that only an earlier one had count no more. */
  settle(): void {
    for (const [path, { generation }] of this.#files) {
      if (generation < this.#generation) this.#files.delete(path)
    }
  }

  /** The program could not be loaded: any module beside its files may be what it lacks (RLD-7). */
  expectAnyModule(): void {
    this.#isAnyModule = true
  }

  close(): void {
    clearTimeout(this.#timer)
    clearInterval(this.#poll)
    this.#folders.close()
  }

  #addExtra(path: string): void {
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
    if (isFolder) this.#addFolder(path)
    else this.#watchFile(path, stampOf(path), Infinity)
  }

  /** Returns the files that are in it. */
  #addFolder(path: string): readonly string[] {
    const { folders, files } = folderFiles(path)
    for (const folder of folders) {
      this.#trees.add(folder)
      this.#watchFolder(folder)
    }
    for (const file of files) this.#watchFile(file, stampOf(file), Infinity)
    return files
  }

  #watchFile(path: string, stamp: Stamp, generation: number): void {
    if (this.#isExcluded(path)) return
    this.#files.set(path, { stamp, generation })
    this.#watchFolder(dirname(path))
  }

  #watchFolder(folder: string): void {
    if (this.#poll === undefined) this.#folders.add(folder)
  }

  #touch(folder: string, name: string | undefined): void {
    if (name !== undefined) this.#touched.add(join(folder, name))
    this.#look()
  }

  #look(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#compare(), quietMs)
  }

  #compare(): void {
    const changed = [...this.#changedFiles(), ...this.#newFiles()]
    this.#touched.clear()
    // Folders may have been made, or made anew.
    for (const path of this.#files.keys()) this.#watchFolder(dirname(path))
    if (changed.length > 0) this.#options.onChange(changed)
  }

  #changedFiles(): readonly string[] {
    const changed: string[] = []
    for (const [path, file] of this.#files) {
      const now = stampOf(path)
      if (now === file.stamp) continue
      file.stamp = now
      changed.push(path)
    }
    return changed
  }

  /** Files that came since: in the folders that were named, and anywhere near where one may be missing. */
  #newFiles(): readonly string[] {
    const near = this.#poll === undefined ? this.#touched : this.#filesNear()
    const found: string[] = []
    for (const path of near) {
      const isOfTree = this.#trees.has(dirname(path))
      if (this.#files.has(path) || this.#isExcluded(path) || !(isOfTree || this.#isAnyModule)) continue
      const stats = statSync(path, { throwIfNoEntry: false })
      if (isOfTree && stats?.isDirectory() === true) found.push(...this.#addFolder(path))
      if (stats?.isFile() !== true || !(isOfTree || modules.test(path))) continue
      found.push(path)
      this.#watchFile(path, stampOf(path), isOfTree ? Infinity : this.#generation)
    }
    return found
  }

  /** With polling: all that is in the folders in question, since no event says which. */
  #filesNear(): readonly string[] {
    return [...this.#trees].flatMap((tree) => folderFiles(tree).files)
  }

  #pollInstead(reason: string): void {
    if (this.#poll !== undefined) return
    this.#options.warn(
      ` * Files are looked at once a second, since their changes cannot be watched: ${reason}`,
    )
    this.#folders.close()
    this.#startPolling()
  }

  #startPolling(): void {
    this.#poll = setInterval(() => this.#compare(), pollMs)
  }
}
