import { closeSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import type { LogRecord } from '../record.ts'
import { RotatingBase, type RotationOptions } from './rotating-base.ts'

/** When a `RotatingFileHandler` rolls. */
export interface RotatingFileOptions extends RotationOptions {
  /** The size in bytes that the file stays below. 0: no limit. @default 0 */
  readonly maxBytes?: number | undefined
  /** How many records the file holds. 0: no limit. @default 0 */
  readonly maxRecords?: number | undefined
}

/**
 * A file that rolls before it would reach `maxBytes` (line end counted) or exceed `maxRecords`: `app.log` becomes
 * `app.log.1`, that `app.log.2`, up to `backupCount`; the oldest is overwritten, gaps stay gaps.
 *
 * - Bytes of the encoding are counted, not characters as in Python.
 * - `backupCount` 0 never rolls: the file grows, as in Python.
 * - With a limit the mode is always `'a'`. What is not a regular file (`/dev/null`, a pipe) never rolls.
 * - An empty file never rolls: a record larger than `maxBytes` gets a file of its own.
 * - For `maxRecords` each line of a file that was there before counts as a record, as far as its first 64 MiB,
 *   and each process counts its own records.
 */
export class RotatingFileHandler extends RotatingBase {
  readonly maxBytes: number
  readonly maxRecords: number
  readonly #encoding: BufferEncoding
  readonly #rolls: boolean
  /** Bytes that wait in memory, of the record at hand, and records in the file (undefined: not counted yet). */
  #waiting = 0
  #length = 0
  #records: number | undefined

  /** @throws {RangeError} for a limit that is no whole number of 0 or more. */
  constructor(path: string, options: RotatingFileOptions = {}) {
    const { maxBytes = 0, maxRecords = 0 } = options
    checkLimit('maxBytes', maxBytes)
    checkLimit('maxRecords', maxRecords)
    super(path, maxBytes > 0 || maxRecords > 0 ? { ...options, mode: 'a' } : options)
    this.maxBytes = maxBytes
    this.maxRecords = maxRecords
    this.#encoding = options.encoding ?? 'utf8'
    this.#rolls = this.backupCount > 0 && (maxBytes > 0 || maxRecords > 0)
  }

  protected override shouldRollover(_record: LogRecord, _text: string): boolean {
    if (!this.#rolls || !this.file.isRegular || this.file.size + this.#waiting === 0) return false
    if (this.maxRecords > 0 && this.#countRecords() >= this.maxRecords) return true
    return this.maxBytes > 0 && this.#isTooLarge() && this.#isReallyTooLarge()
  }

  protected override beforeRecord(record: LogRecord, text: string): void {
    if (!this.#rolls) return
    this.#length = Buffer.byteLength(text, this.#encoding)
    super.beforeRecord(record, text)
    this.#waiting += this.#length
    if (this.maxRecords > 0) this.#records = this.#countRecords() + 1
  }

  protected override beforeWrite(): void {
    super.beforeWrite()
    this.#waiting = 0
  }

  protected override onNewFile(): void {
    this.#records = 0
  }

  protected override moveFiles(): void {
    if (this.backupCount === 0) return
    const first = this.rotationFilename(`${this.path}.1`)
    // After a failed attempt the old files have moved up already: moving them each time would lose them all.
    if (!this.isRetrying || exists(first)) this.#moveOldFiles()
    rmSync(first, { force: true })
    this.rotate(this.path, first)
  }

  #countRecords(): number {
    this.#records ??= countLines(this.path)
    return this.#records
  }

  #isTooLarge(): boolean {
    return this.file.size + this.#waiting + this.#length >= this.maxBytes
  }

  /** Other processes may have emptied or moved the file since we looked. */
  #isReallyTooLarge(): boolean {
    this.flushSync()
    this.file.refreshSize()
    return this.file.size > 0 && this.#isTooLarge()
  }

  #moveOldFiles(): void {
    for (let number = this.backupCount - 1; number > 0; number -= 1) {
      const source = this.rotationFilename(`${this.path}.${number}`)
      if (exists(source)) renameSync(source, this.rotationFilename(`${this.path}.${number + 1}`))
    }
  }
}

function checkLimit(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0)
    throw new RangeError(`${name} must be a whole number of 0 or more, not ${value}.`)
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

/** Returns the number of line ends in the first 64 MiB of a file. */
function countLines(path: string): number {
  const chunk = Buffer.allocUnsafe(64 * 1024)
  const descriptor = openSync(path, 'r')
  let lines = 0
  try {
    for (let read = 0; read < 1024; read += 1) {
      const length = readSync(descriptor, chunk, 0, chunk.length, null)
      if (length === 0) break
      for (let at = chunk.indexOf(10); at >= 0 && at < length; at = chunk.indexOf(10, at + 1)) lines += 1
    }
  } finally {
    closeSync(descriptor)
  }
  return lines
}
