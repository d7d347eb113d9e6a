import { Handler } from '../handler.ts'
import { Level, levelNumber, type LevelInput } from '../level.ts'
import type { LogRecord } from '../record.ts'
import { exitFlush } from './exit-flush.ts'

/** When a `MemoryHandler` passes on what it keeps. */
export interface MemoryHandlerOptions {
  readonly level?: LevelInput | undefined
  /** A record of this level or above passes all on at once. @default ERROR */
  readonly flushLevel?: LevelInput | undefined
  /** Who gets the records; may be set later. */
  readonly target?: Handler | undefined
  /** Whether closing, and the end of the process, passes on what is left. @default true */
  readonly flushOnClose?: boolean | undefined
}

/**
 * Keeps records in memory and passes them all to its target when there are `capacity` of them, or when one is
 * severe enough. The target's own level is not looked at: who wants the error wants what led to it. Without a
 * target the newest `capacity` records are kept and older ones counted as `no-target`.
 */
export class MemoryHandler extends Handler {
  readonly capacity: number
  readonly flushLevel: number
  readonly flushOnClose: boolean
  #target: Handler | undefined
  #records: LogRecord[] = []
  #release: (() => void) | undefined

  /** @throws {RangeError} for a capacity below 1. */
  constructor(capacity: number, options: MemoryHandlerOptions = {}) {
    super()
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new RangeError(`capacity must be a whole number of 1 or more, not ${capacity}.`)
    this.capacity = capacity
    this.flushLevel = levelNumber(options.flushLevel ?? Level.ERROR)
    this.flushOnClose = options.flushOnClose ?? true
    this.#target = options.target
    if (options.level !== undefined) this.setLevel(options.level)
  }

  /** How many records are kept right now. */
  get length(): number {
    return this.#records.length
  }

  setTarget(target: Handler | undefined): void {
    this.#target = target
  }

  override get needsLocation(): boolean {
    return this.#target?.needsLocation ?? super.needsLocation
  }

  emit(record: LogRecord): void {
    if (this.needsLocation) record.resolveLocation()
    this.#records.push(record)
    if (this.shouldFlush(record)) this.passOn()
    else if (this.flushOnClose) this.#release ??= exitFlush().add(this)
  }

  /** Says whether `record`, already kept, makes the handler pass all on. */
  shouldFlush(record: LogRecord): boolean {
    return this.#records.length >= this.capacity || record.levelno >= this.flushLevel
  }

  /** Passes everything on to the target now. */
  passOn(): void {
    const target = this.#target
    if (target === undefined) {
      const surplus = this.#records.length - this.capacity
      if (surplus > 0) this.countLoss('no-target', this.#records.splice(0, surplus).length)
      return
    }
    const records = this.#records
    this.#records = []
    for (const record of records) target.handle(record)
  }

  override flushSync(): void {
    this.passOn()
    this.#target?.flushSync()
  }

  override async flush(): Promise<void> {
    this.passOn()
    await this.#target?.flush()
  }

  /** Passes on what is left, unless `flushOnClose` is off; the target stays open. */
  override async close(): Promise<void> {
    if (this.flushOnClose) await this.flush()
    this.#release?.()
    this.#release = undefined
    this.#target = undefined
    this.#records = []
  }
}
