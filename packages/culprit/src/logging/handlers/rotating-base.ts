import { renameSync, statSync } from 'node:fs'
import type { LogRecord } from '../record.ts'
import { writeStderr } from '../stderr.ts'
import { FileHandler, type FileHandlerOptions } from './file-handler.ts'
import { withRotationLock } from './rotation-lock.ts'
import { reopenIfReplaced } from './watched-file-handler.ts'

/** What all rotating files share. */
export interface RotationOptions extends FileHandlerOptions {
  /** How many old files are kept. @default 0 */
  readonly backupCount?: number | undefined
  /** Returns the name of an old file from the usual one, for instance with `.gz` added. */
  readonly namer?: ((name: string) => string) | undefined
  /** Makes the old file from the live one, for instance compressed; by default it is renamed. */
  readonly rotator?: ((source: string, destination: string) => void) | undefined
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
}

/** How often a handler looks whether another process moved the file away, and how soon it tries again to move it. */
const lookEveryMs = 100
const retryAfterMs = 10_000

/**
 * The base of files that roll. Several processes may write to one file: one of them moves it (a lock file keeps
 * the others from doing the same), and the others notice within 100 ms that the path leads to another inode
 * and open that. When a file cannot be moved, as on Windows while others have it open, the handler goes on
 * writing to it, says so once on stderr, and tries again after 10 seconds.
 */
export abstract class RotatingBase extends FileHandler {
  readonly backupCount: number
  namer: ((name: string) => string) | undefined
  rotator: ((source: string, destination: string) => void) | undefined
  protected readonly now: () => number
  #nextLook = 0
  #retryAt = 0
  #moveFailed = false

  constructor(path: string, options: RotationOptions = {}) {
    super(path, options)
    const { backupCount = 0 } = options
    if (!Number.isInteger(backupCount) || backupCount < 0)
      throw new RangeError(`backupCount must be a whole number of 0 or more, not ${backupCount}.`)
    this.backupCount = backupCount
    this.namer = options.namer
    this.rotator = options.rotator
    this.now = options.now ?? Date.now
  }

  /** Says whether the file must roll before `text`, the record with its line end, is written. */
  protected abstract shouldRollover(record: LogRecord, text: string): boolean

  /** Moves the closed live file and the old ones. What it throws leaves the live file as it is. */
  protected abstract moveFiles(): void

  /** Called when the live file is a new one: moved by us, or by another process. */
  protected abstract onNewFile(): void

  /** Whether the last attempt to move the files failed. */
  protected get isRetrying(): boolean {
    return this.#moveFailed
  }

  /** Returns the name an old file gets, from the usual one. */
  rotationFilename(name: string): string {
    return this.namer === undefined ? name : this.namer(name)
  }

  /** Moves one file; nothing happens when there is none and no `rotator` of one's own. */
  rotate(source: string, destination: string): void {
    if (this.rotator !== undefined) this.rotator(source, destination)
    else if (statSync(source, { throwIfNoEntry: false }) !== undefined) renameSync(source, destination)
  }

  /** Rolls the file now, whatever its size or age: what waits is written to the old file. */
  doRollover(): void {
    this.flushSync()
    this.file.open()
    try {
      if (withRotationLock(this.path, () => this.#moveIfOurs())) this.#rolled()
      else this.#retryAt = this.now() + lookEveryMs
    } catch (error) {
      this.#warn(error)
    } finally {
      this.file.open()
    }
  }

  protected override beforeRecord(record: LogRecord, text: string): void {
    this.file.open()
    if (this.#retryAt > 0 && this.now() < this.#retryAt) return
    if (this.shouldRollover(record, text)) this.doRollover()
  }

  protected override beforeWrite(): void {
    const now = this.now()
    if (now < this.#nextLook && this.#nextLook - now <= lookEveryMs) return
    this.#nextLook = now + lookEveryMs
    if (reopenIfReplaced(this.path, this.file)) this.onNewFile()
    else this.file.refreshSize()
  }

  /** A peer may have moved the file before we had the lock: then the path leads to a fresh one, to be left alone. */
  #moveIfOurs(): void {
    const facts = statSync(this.path, { throwIfNoEntry: false })
    // Windows moves no file that is open.
    this.file.close()
    if (facts !== undefined && this.file.isSameFile(facts)) this.moveFiles()
  }

  #rolled(): void {
    this.#retryAt = 0
    this.#moveFailed = false
    this.file.open()
    this.onNewFile()
  }

  #warn(error: unknown): void {
    this.#retryAt = this.now() + retryAfterMs
    const isFirst = !this.#moveFailed
    this.#moveFailed = true
    if (!isFirst || !this.reportsFailures) return
    const reason = error instanceof Error ? error.message : String(error)
    writeStderr(
      `culprit: cannot rotate the log file ${this.path} (${reason}); it is written on and tried again.\n`,
    )
  }
}
