import { readdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { LogRecord } from '../record.ts'
import {
  nextRollover,
  parseRolloverUnit,
  rolloverPattern,
  rolloverSuffix,
  type RolloverSchedule,
  type TimeOfDay,
} from './rollover-time.ts'
import { RotatingBase, type RotationOptions } from './rotating-base.ts'

/** When a `TimedRotatingFileHandler` rolls. */
export interface TimedRotatingFileOptions extends RotationOptions {
  /** S, M, H, D, MIDNIGHT or W0 (Monday) to W6, in any case. @default 'H' */
  readonly when?: string | undefined
  /** How many of these units. @default 1 */
  readonly interval?: number | undefined
  /** Whether times of day and names are in UTC. @default false, local time */
  readonly utc?: boolean | undefined
  /** The time of day for MIDNIGHT and W. @default the end of the day */
  readonly atTime?: TimeOfDay | undefined
}

/**
 * A file that rolls at certain times. The old file's name is the path with the start of its interval:
 * `app.log.2026-03-29` (D, MIDNIGHT, W), `_14` (H), `_14-30` (M), `_14-30-05` (S) added.
 *
 * The first interval starts with the last change of an existing file, else now. Time is looked at when a record
 * comes: a silent application does not roll. Where the old file's name is taken already, the file is not moved and
 * goes on. With `backupCount` over 0, the oldest files by name whose whole suffix is such a time are removed; with
 * a `namer`, files that it could have named. What is not a regular file never rolls.
 */
export class TimedRotatingFileHandler extends RotatingBase {
  readonly schedule: RolloverSchedule
  readonly #pattern: string
  #rolloverAt: number

  /** @throws {RangeError} for a wrong `when`, an interval below 1 or not whole, or an `atTime` that no day has. */
  constructor(path: string, options: TimedRotatingFileOptions = {}) {
    const { when = 'H', interval = 1, utc = false, atTime } = options
    const unit = parseRolloverUnit(when)
    if (!Number.isInteger(interval) || interval < 1)
      throw new RangeError(`interval must be a whole number of 1 or more, not ${interval}.`)
    if (atTime !== undefined) checkTime(atTime)
    const existing = statSync(path, { throwIfNoEntry: false })
    super(path, { ...options, mode: 'a' })
    this.schedule = { unit, interval, utc, atTime }
    this.#pattern = rolloverPattern(unit)
    const start = existing === undefined ? this.now() : existing.mtimeMs
    this.#rolloverAt = nextRollover(this.schedule, wholeSecond(start))
  }

  /** When the file rolls next, in milliseconds since 1970. */
  get rolloverAt(): number {
    return this.#rolloverAt
  }

  protected override shouldRollover(_record: LogRecord, _text: string): boolean {
    const now = this.now()
    if (now < this.#rolloverAt) return false
    if (this.file.isRegular) return true
    this.#rolloverAt = nextRollover(this.schedule, wholeSecond(now))
    return false
  }

  protected override moveFiles(): void {
    const old = this.rotationFilename(`${this.path}.${rolloverSuffix(this.schedule, this.#rolloverAt)}`)
    if (statSync(old, { throwIfNoEntry: false }) !== undefined) return
    this.rotate(this.path, old)
    for (const path of this.#filesToDelete()) rmSync(path, { force: true })
  }

  /** Another process may have moved the file: its interval is over for us too, if its time has come. */
  protected override onNewFile(): void {
    const now = this.now()
    if (now >= this.#rolloverAt) this.#rolloverAt = nextRollover(this.schedule, wholeSecond(now))
  }

  #filesToDelete(): readonly string[] {
    if (this.backupCount === 0) return []
    const folder = dirname(this.path)
    const old = readdirSync(folder).filter((name) => this.#isOldFile(name))
    old.sort()
    return old.slice(0, Math.max(0, old.length - this.backupCount)).map((name) => join(folder, name))
  }

  #isOldFile(name: string): boolean {
    const prefix = `${basename(this.path)}.`
    if (this.namer === undefined)
      return name.startsWith(prefix) && new RegExp(`^${this.#pattern}$`).test(name.slice(prefix.length))
    for (const [suffix] of name.matchAll(new RegExp(this.#pattern, 'g')))
      if (basename(this.namer(`${this.path}.${suffix}`)) === name) return true
    return false
  }
}

function checkTime({ hour, minute = 0, second = 0 }: TimeOfDay): void {
  const isTime = isWithin(hour, 23) && isWithin(minute, 59) && isWithin(second, 59)
  if (!isTime) throw new RangeError('atTime needs an hour of 0 to 23, and a minute and second of 0 to 59.')
}

function isWithin(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}
