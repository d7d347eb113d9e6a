import { resolve } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { tellDoctor } from '../doctor-hook.ts'
import { errorText } from '../format-error.ts'
import type { Formatter } from '../formatter.ts'
import { Handler } from '../handler.ts'
import { Level, type LevelInput } from '../level.ts'
import type { LogRecord } from '../record.ts'
import { writeStderr } from '../stderr.ts'
import { AppendFile } from './append-file.ts'
import { exitFlush } from './exit-flush.ts'

/** How a `FileHandler` opens its file and when it writes. */
export interface FileHandlerOptions {
  readonly level?: LevelInput | undefined
  readonly formatter?: Formatter | undefined
  /** `'a'` appends, `'w'` starts with an empty file. @default 'a' */
  readonly mode?: 'a' | 'w' | undefined
  /** @default 'utf8' */
  readonly encoding?: BufferEncoding | undefined
  /** Whether the file is opened at the first record only. @default false */
  readonly delay?: boolean | undefined
  /**
   * Whether every record is written at once, so that not even SIGKILL loses one.
   * @default false, in worker threads true: they hear nothing when the main thread ends the process
   */
  readonly sync?: boolean | undefined
  /** How many characters of lines below WARNING may wait. @default 4096 */
  readonly bufferLength?: number | undefined
  /** How long they may wait, in milliseconds. @default 1000 */
  readonly flushMs?: number | undefined
}

/**
 * Writes records to a file, one line end after each. Records of WARNING and above are written synchronously
 * before the logging call returns, everything that waits before them first; those below wait until 4096
 * characters or one second are together, and are written when the process ends by `exit`, an uncaught error,
 * SIGTERM or SIGINT. Only a SIGKILL or a crash of the machine loses waiting lines; `sync: true` lets none wait.
 *
 * The path is made absolute at once. After `close` a handler in mode `'a'` opens the file again for the next
 * record; one in mode `'w'` drops it (counted as `closed`).
 */
export class FileHandler extends Handler {
  readonly path: string
  /** What is written after each record. */
  terminator = '\n'
  protected readonly file: AppendFile
  readonly #mode: 'a' | 'w'
  readonly #sync: boolean
  readonly #bufferLength: number
  readonly #flushMs: number
  readonly #exit = exitFlush()
  #pending = ''
  #pendingRecords = 0
  #timer: NodeJS.Timeout | undefined
  #release: (() => void) | undefined
  #closed = false

  /**
   * @throws {RangeError} for a mode or an encoding that does not exist
   * @throws {Error} the system's, when the file cannot be opened and `delay` is off
   */
  constructor(path: string, options: FileHandlerOptions = {}) {
    super()
    const { level, formatter, mode = 'a', encoding = 'utf8', delay = false } = options
    checkFile(mode, encoding)
    this.path = resolve(path)
    this.#mode = mode
    this.#sync = options.sync ?? !isMainThread
    this.#bufferLength = options.bufferLength ?? 4096
    this.#flushMs = options.flushMs ?? 1000
    if (level !== undefined) this.setLevel(level)
    if (formatter !== undefined) this.setFormatter(formatter)
    this.file = new AppendFile(this.path, { mode, encoding })
    tellDoctor({ kind: 'file', path: this.path })
    if (!delay) this.file.open()
  }

  emit(record: LogRecord): void {
    if (this.#closed && this.#mode === 'w') {
      this.countLoss('closed')
      return
    }
    const text = this.format(record) + this.terminator
    this.beforeRecord(record, text)
    this.#pending += text
    this.#pendingRecords += 1
    if (record.levelno < Level.WARNING && this.#mayWait()) this.#startTimer()
    else this.#writePending(1)
  }

  override flushSync(): void {
    try {
      this.#writePending(0)
    } catch (error) {
      this.reportFileError(error)
    }
  }

  override close(): Promise<void> {
    this.flushSync()
    this.file.close()
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#release?.()
    this.#release = undefined
    this.#closed = true
    return Promise.resolve()
  }

  /** Called with each record and its text, line end included, before it is written or kept waiting. */
  protected beforeRecord(_record: LogRecord, _text: string): void {
    // Files that never roll have nothing to decide.
  }

  /** Called before each write to the file; several records may be written by one. */
  protected beforeWrite(): void {
    // The file stays the same one.
  }

  /** Says on stderr that the file failed where no record is at hand to report it with. */
  protected reportFileError(error: unknown): void {
    if (this.reportsFailures) writeStderr(`--- Logging error ---\n${errorText(error)}\nFile: ${this.path}\n`)
  }

  #mayWait(): boolean {
    return !this.#sync && this.#pending.length < this.#bufferLength && !this.#exit.exiting
  }

  #startTimer(): void {
    if (this.#timer !== undefined) return
    this.#release ??= this.#exit.add(this)
    this.#timer = setTimeout(flushLater, this.#flushMs, this)
    // Waiting lines must not keep a process alive: the exit hook writes them.
    this.#timer.unref()
  }

  /** Writes what waits. A failure loses all of it: `ownRecords` of them are counted by who called `emit`. */
  #writePending(ownRecords: number): void {
    if (this.#pending === '') return
    const text = this.#pending
    const records = this.#pendingRecords
    this.#pending = ''
    this.#pendingRecords = 0
    try {
      this.beforeWrite()
      this.file.write(text)
    } catch (error) {
      this.countLoss('failed', records - ownRecords)
      throw error
    }
  }

  /** Ends the wait of the lines below WARNING; for the timer. */
  flushWaiting(): void {
    this.#timer = undefined
    this.flushSync()
  }
}

function checkFile(mode: string, encoding: string): void {
  if (mode !== 'a' && mode !== 'w') throw new RangeError(`mode must be 'a' or 'w', not '${mode}'.`)
  if (!Buffer.isEncoding(encoding)) throw new RangeError(`Unknown encoding: '${encoding}'.`)
}

function flushLater(handler: FileHandler): void {
  handler.flushWaiting()
}
