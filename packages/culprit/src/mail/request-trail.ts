import { contextRoot } from '../logging/context.ts'
import { Handler } from '../logging/handler.ts'
import type { LogRecord } from '../logging/record.ts'

const maxLine = 1000

/** How much a trail keeps. */
export interface RequestTrailOptions {
  /** Records kept of one request, the latest. @default 20 */
  readonly records?: number | undefined
}

/**
 * A handler that remembers the last records of each request, for the mail about an error in it. Add it to a logger
 * beside the mail handler, at the level to be remembered, and give it to the mail handler as `fingersCrossed`.
 * Records outside a request are not kept; what is kept is freed with the request's context,
 * the outermost of nested ones.
 */
export class RequestTrail extends Handler {
  readonly #records: number
  readonly #lines = new WeakMap<object, Trail>()

  constructor(options: RequestTrailOptions = {}) {
    super()
    this.#records = options.records ?? 20
  }

  emit(record: LogRecord): void {
    const { context } = record
    if (context === undefined) return
    const request = contextRoot(context)
    const trail = this.#lines.get(request)
    const kept = { record, line: this.format(record).slice(0, maxLine) }
    if (trail === undefined) this.#lines.set(request, [kept])
    else if (trail.push(kept) > this.#records + 1) trail.shift()
  }

  /** Returns the lines of the request that came before a record, oldest first. */
  before(record: LogRecord): readonly string[] {
    const { context } = record
    const trail = context === undefined ? undefined : this.#lines.get(contextRoot(context))
    const others = (trail ?? []).filter((kept) => kept.record !== record)
    return others.slice(-this.#records).map(({ line }) => line)
  }
}

type Trail = { readonly record: LogRecord; readonly line: string }[]
