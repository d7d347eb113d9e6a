import {
  culprit,
  ReportClient,
  toReportSettings,
  type EventSink,
  type OutgoingEvent,
  type ReportOptions,
} from 'culprit'
import { Formatter, LogManager, StreamHandler, type TextStream } from 'culprit/logging'
import type { OwnError } from '../ports/ingest-status.ts'
import { version } from './version.ts'

/** Tells of the tracker's own errors, as the library does in any application. */
export interface OwnReporter {
  /** Writes a line; the error's stack and causes below it, unless they were written a moment ago. */
  log(report: OwnError, options: { readonly isRepeat: boolean }): void
  /** Reports the event. */
  capture(report: OwnError): void
}

export interface OwnReporterOptions {
  /** Takes events for the internal project; a DSN sends them elsewhere. */
  readonly to: ((event: OutgoingEvent) => void) | { readonly dsn: string; readonly spoolDir: string }
  readonly stream: TextStream
}

/** Local variables would need an inspector, which costs every event the tracker digests. */
const options: ReportOptions = { localVariables: false, maxBreadcrumbs: 0, maxPerSecond: 1 }

/** Returns the reporter. The library is 15 MB in memory: load this file when there is an error to tell, not before. */
export function createOwnReporter({ to, stream }: OwnReporterOptions): OwnReporter {
  const logger = new LogManager().getLogger('culprit.tracker')
  const formatter = new Formatter({ format: '{asctime} {levelname} {name}: {message}', style: '{' })
  logger.addHandler(new StreamHandler(stream, { formatter }))
  const client = clientOf(to)
  return {
    log(report, { isRepeat }) {
      const { where, reference, name, message } = report
      if (isRepeat) logger.error('%s failed again (%s): %s: %s', where, reference, name, message)
      else logger.error('%s failed (%s)', where, reference, toError(report))
    },
    capture(report) {
      const { where, reference, isAnswer } = report
      client.captureException(toError(report), {
        eventId: reference,
        handled: true,
        mechanism: 'tracker',
        logger: where,
        tags: { where, answer: isAnswer },
      })
    },
  }
}

function clientOf(to: OwnReporterOptions['to']): Pick<ReportClient, 'captureException'> {
  const release = `culprit-tracker@${version}`
  if (typeof to === 'function') {
    return new ReportClient(toReportSettings({ release }, options), { sink: sinkOf(to) })
  }
  const { dsn, spoolDir } = to
  return culprit({ name: 'culprit-tracker', dsn, release, report: { ...options, spoolDir } }).report
}

function sinkOf(submit: (event: OutgoingEvent) => void): EventSink {
  return {
    submit,
    submitSync: submit,
    flush: () => Promise.resolve(true),
    flushSync: () => undefined,
    close: () => Promise.resolve(true),
    // Who calls bounds and counts what is reported.
    countLoss: () => undefined,
  }
}

/** The error as it was in its thread. */
function toError({ causes, ...own }: OwnError): Error {
  let cause: Error | undefined
  for (const each of [own, ...causes].toReversed()) {
    const error = new Error(each.message, cause === undefined ? undefined : { cause })
    Object.defineProperty(error, 'name', { value: each.name, configurable: true })
    error.stack = each.stack || `${each.name}: ${each.message}`
    cause = error
  }
  return cause ?? new Error(own.message)
}
