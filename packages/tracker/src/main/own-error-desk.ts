import { join } from 'node:path'
import type { OwnErrors } from '../config/config.ts'
import type { Clock } from '../domain/instant.ts'
import { minuteMs } from '../domain/instant.ts'
import type { OwnReports } from '../ingest/own-reports.ts'
import type { OwnError } from '../ports/ingest-status.ts'
import type { OwnReporter } from './own-reporter.ts'

export interface OwnErrorDeskOptions {
  /** Where events go. */
  readonly to: OwnErrors
  readonly dataDir: string
  /** Takes events into the internal project. */
  readonly own: Pick<OwnReports, 'reportOwnError'>
  readonly clock: Clock
  readonly write: (text: string) => void
}

/** Errors of the background that are told apart, so that each is an event once a minute. */
const maxKnown = 100
/** Lines a minute; those beyond are counted in the next one. */
const maxLines = 300

/**
 * Takes the errors of all threads: each is a line on standard error and an event. Nothing here throws, and nothing feeds
 * itself: an error that comes again by itself (each attempt to commit on a full disk) is an event once a minute, and
 * one that somebody was shown always, within the budget of the internal project.
 */
export class OwnErrorDesk {
  readonly #options: OwnErrorDeskOptions
  readonly #known = new Map<string, number>()
  #reporter: Promise<OwnReporter | undefined> | undefined
  #minute = 0
  #lines = 0

  constructor(options: OwnErrorDeskOptions) {
    this.#options = options
  }

  /** Tells of an error, a moment later. */
  report(error: OwnError): void {
    const isRepeat = this.#isRepeat(error)
    this.#reporter ??= this.#load()
    void this.#reporter.then((reporter) => {
      if (!reporter) return this.#writePlainly(error)
      try {
        if (this.#mayWrite()) reporter.log(error, { isRepeat })
        if (this.#options.to.kind !== 'off' && (error.isAnswer || !isRepeat)) reporter.capture(error)
      } catch {
        this.#writePlainly(error)
      }
    })
  }

  async #load(): Promise<OwnReporter | undefined> {
    const { to, own, dataDir, write } = this.#options
    try {
      const { createOwnReporter } = await import('./own-reporter.ts')
      return createOwnReporter({
        stream: { write },
        to:
          to.kind === 'dsn'
            ? { dsn: to.dsn, spoolDir: join(dataDir, 'own-reports') }
            : ({ eventId, payload }) => void own.reportOwnError({ eventId, payload }),
      })
    } catch (error) {
      write(
        `culprit-tracker: its own errors are not reported, since the library cannot be loaded: ${String(error)}\n`,
      )
      return undefined
    }
  }

  #isRepeat({ where, name, message, isAnswer }: OwnError): boolean {
    const now = this.#options.clock()
    const key = `${String(isAnswer)} ${where} ${name} ${message.slice(0, 200)}`
    const last = this.#known.get(key)
    const isRepeat = last !== undefined && now >= last && now - last < minuteMs
    if (isRepeat) return true
    this.#known.delete(key)
    this.#known.set(key, now)
    const [oldest] = this.#known.keys()
    if (this.#known.size > maxKnown && oldest !== undefined) this.#known.delete(oldest)
    return false
  }

  #mayWrite(): boolean {
    const minute = Math.floor(this.#options.clock() / minuteMs)
    if (minute !== this.#minute) {
      const left = this.#lines - maxLines
      if (left > 0) this.#options.write(`culprit-tracker: ${left} more errors in the minute before\n`)
      this.#minute = minute
      this.#lines = 0
    }
    this.#lines += 1
    return this.#lines <= maxLines
  }

  /** Without the library: the line alone, so that nothing is silent. */
  #writePlainly({ where, reference, stack, name, message }: OwnError): void {
    if (!this.#mayWrite()) return
    this.#options.write(`culprit-tracker: ${where} (${reference}): ${stack || `${name}: ${message}`}\n`)
  }
}
