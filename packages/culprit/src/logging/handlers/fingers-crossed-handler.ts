import { contextRoot } from '../context.ts'
import { Handler } from '../handler.ts'
import { Level, levelNumber, type LevelInput } from '../level.ts'
import type { LogRecord } from '../record.ts'

/** What a `FingersCrossedHandler` keeps, and when it passes it on. */
export interface FingersCrossedOptions {
  /** A record of this level or above passes on all of its request. @default ERROR */
  readonly actionLevel?: LevelInput | undefined
  /** How many records are kept for a request; the oldest go first. @default 50 */
  readonly recordsPerRequest?: number | undefined
  /** How many requests records are kept for; the one that was silent longest goes first. @default 200 */
  readonly requests?: number | undefined
  /** Returns what is the same for all records of a request. @default the request's id, else its context */
  readonly requestKey?: ((record: LogRecord) => unknown) | undefined
}

interface RequestRecords {
  /** True once the request had an error: what follows is passed on at once. */
  open: boolean
  readonly records: LogRecord[]
}

/**
 * Keeps the records of each request to itself and passes them to the target only if the request has an error:
 * then all of them, and everything the request logs after that. Requests that go well leave no line.
 *
 * Requests are told apart by the fields of their context: `request_id`, `requestId` or `task`, else the context
 * itself. Where contexts are nested the outermost counts (see `contextRoot`). Records outside of any request share one buffer,
 * which is passed on and filled anew at each error. Records that were pushed out of a full buffer are counted as
 * `buffer-full`, those of requests that were pushed out as `request-evicted`, ended requests among them.
 */
export class FingersCrossedHandler extends Handler {
  readonly target: Handler
  readonly actionLevel: number
  readonly #recordsPerRequest: number
  readonly #maxRequests: number
  readonly #requestKey: (record: LogRecord) => unknown
  /** By request, the one that logged last at the end. */
  readonly #requests = new Map<unknown, RequestRecords>()

  constructor(target: Handler, options: FingersCrossedOptions = {}) {
    super()
    this.target = target
    this.actionLevel = levelNumber(options.actionLevel ?? Level.ERROR)
    this.#recordsPerRequest = Math.max(1, options.recordsPerRequest ?? 50)
    this.#maxRequests = Math.max(1, options.requests ?? 200)
    this.#requestKey = options.requestKey ?? contextKey
  }

  override get needsLocation(): boolean {
    return this.target.needsLocation
  }

  emit(record: LogRecord): void {
    const key = this.#requestKey(record)
    const request = this.#requestOf(key)
    if (request.open) {
      this.target.handle(record)
      return
    }
    if (record.levelno >= this.actionLevel) {
      for (const earlier of request.records.splice(0)) this.target.handle(earlier)
      this.target.handle(record)
      request.open = key !== undefined
      return
    }
    if (this.needsLocation) record.resolveLocation()
    request.records.push(record)
    if (request.records.length <= this.#recordsPerRequest) return
    request.records.shift()
    this.countLoss('buffer-full')
  }

  /** Forgets the records of a request that is known to have ended well. */
  endRequest(key: unknown): void {
    this.#requests.delete(key)
  }

  override flushSync(): void {
    this.target.flushSync()
  }

  override async flush(): Promise<void> {
    await this.target.flush()
  }

  /** Forgets all that is kept; the target stays open. */
  override async close(): Promise<void> {
    this.#requests.clear()
    await this.target.flush()
  }

  #requestOf(key: unknown): RequestRecords {
    const found = this.#requests.get(key)
    const request = found ?? { open: false, records: [] }
    if (found !== undefined) this.#requests.delete(key)
    this.#requests.set(key, request)
    if (this.#requests.size > this.#maxRequests) this.#evict()
    return request
  }

  #evict(): void {
    for (const [key, request] of this.#requests) {
      this.#requests.delete(key)
      if (request.records.length > 0) this.countLoss('request-evicted', request.records.length)
      return
    }
  }
}

function contextKey({ context }: LogRecord): unknown {
  if (context === undefined) return undefined
  const root = contextRoot(context)
  return root['request_id'] ?? root['requestId'] ?? root['task'] ?? root
}
