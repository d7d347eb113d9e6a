import type { RecordFactory } from '../logging/logger.ts'
import type { LogManager } from '../logging/manager.ts'
import { LogRecord } from '../logging/record.ts'
import { runningRequest } from './capture/plain-throws.ts'
import type { DebuggedFailure } from './debugged-error.ts'

type LoggedLine = DebuggedFailure['logs'][number]

const maxLines = 100
const maxMessage = 1000

/** The log records of each running request, at most 100, the latest. They are freed with the request. */
export class RequestLog {
  readonly #lines = new WeakMap<object, LoggedLine[]>()

  /** Notes records of a manager's loggers, whatever becomes of them. Returns the function that ends it. */
  listen(manager: Pick<LogManager, 'recordFactory'>): () => void {
    const before = manager.recordFactory
    const factory: RecordFactory = (init) => {
      const record = before === undefined ? new LogRecord(init) : before(init)
      this.#note(record)
      return record
    }
    manager.recordFactory = factory
    return () => {
      // A factory that was set meanwhile is somebody else's, and stays.
      if (manager.recordFactory === factory) manager.recordFactory = before
    }
  }

  /** Returns what was logged in a request so far, oldest first. */
  of(request: object | undefined): readonly LoggedLine[] {
    return request === undefined ? [] : (this.#lines.get(request) ?? [])
  }

  #note(record: LogRecord): void {
    const request = runningRequest()
    if (request === undefined) return
    const lines = this.#lines.get(request) ?? []
    lines.push({
      at: new Date(record.created * 1000),
      level: record.levelname.toLowerCase(),
      logger: record.name,
      message: messageOf(record),
    })
    if (lines.length > maxLines) lines.shift()
    this.#lines.set(request, lines)
  }
}

/** A record's arguments are the application's; what their texts throw is not its business here. */
function messageOf(record: LogRecord): string {
  try {
    return record.message.slice(0, maxMessage)
  } catch {
    return ''
  }
}
