import { parseEventId, type Level as ReportLevel } from '@culprit/wire'
import { Handler } from '../logging/handler.ts'
import { Level, type LevelInput } from '../logging/level.ts'
import type { LogRecord } from '../logging/record.ts'
import { referenceOf } from '../mail/record-sections.ts'
import type { CaptureHint } from './capture-hint.ts'
import type { ReportClient } from './client.ts'

/** What a report handler reports, and with which client. */
export interface ReportHandlerOptions {
  /** The client of an application: `app.report`. A function is asked for each record. */
  readonly client: ReportClient | (() => ReportClient)
  /** @default ERROR */
  readonly level?: LevelInput | undefined
}

/**
 * A logging handler that reports records: the error of a record with its chain, else the message. An error that was
 * reported already, by the error handlers or another logger, is not reported again. The record's fields are the report's
 * extra values, its message before the arguments were put in tells issues apart.
 */
export class ReportHandler extends Handler {
  readonly #client: () => ReportClient

  constructor({ client, level = Level.ERROR }: ReportHandlerOptions) {
    super()
    this.#client = typeof client === 'function' ? client : () => client
    this.setLevel(level)
  }

  emit(record: LogRecord): void {
    const client = this.#client()
    if (!client.isEnabled) return
    const { error = errorIn(record.extra) } = record
    const hint = hintOf(record, error)
    if (error === undefined) client.captureMessage(record.message, levelOf(record.levelno), hint)
    else client.captureException(error, hint)
  }

  override async flush(): Promise<void> {
    await this.#client().flush()
  }

  override flushSync(): void {
    this.#client().flushSync()
  }
}

/** `logger.error('it failed', { error })` gives the error as a field, which records call `error_`. */
function errorIn({ error_: error }: Readonly<Record<string, unknown>>): Error | undefined {
  return error instanceof Error ? error : undefined
}

function hintOf(record: LogRecord, error: unknown): CaptureHint {
  const { context = {}, extra } = record
  const eventId = parseEventId(referenceOf(record))
  const fields = Object.fromEntries(
    Object.entries(extra).filter(
      ([key, value]) =>
        (key !== 'reference' || eventId === undefined) && (value === undefined || value !== error),
    ),
  )
  return {
    eventId,
    level: levelOf(record.levelno),
    mechanism: 'logging',
    logger: record.name,
    logEntry: logEntryOf(record),
    extra: fields,
    ...(Object.keys(context).length > 0 && { contexts: { logging: context } }),
  }
}

function logEntryOf(record: LogRecord): NonNullable<CaptureHint['logEntry']> {
  const template = typeof record.msg === 'string' ? record.msg : undefined
  const formatted = record.message
  return template === undefined || template === formatted ? { formatted } : { message: template, formatted }
}

function levelOf(levelno: number): ReportLevel {
  if (levelno >= Level.CRITICAL) return 'fatal'
  if (levelno >= Level.ERROR) return 'error'
  if (levelno >= Level.WARNING) return 'warning'
  return levelno >= Level.INFO ? 'info' : 'debug'
}
