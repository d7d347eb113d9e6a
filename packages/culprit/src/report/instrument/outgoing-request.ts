import { currentScope, type ReportScope } from '../report-scope.ts'

/** A request to another server that is under way. */
interface OutgoingRequest {
  readonly scope: ReportScope
  readonly method: string
  readonly url: string
  readonly startedAt: number
}

const maxUrl = 2048

/**
 * Notes requests to other servers as breadcrumbs of type `http`, each once, when it is answered or has failed, in the
 * scope in which it was made. Secrets in URLs are taken out when a report is made. Requests are held weakly.
 */
export class OutgoingRequests {
  readonly #category: string
  readonly #now: () => number
  readonly #underWay = new WeakMap<object, OutgoingRequest>()

  constructor(category: string, now: () => number = Date.now) {
    this.#category = category
    this.#now = now
  }

  /** Takes note of a request that starts; `key` is the object that stands for it. */
  start(key: object, method: string, url: string): void {
    const startedAt = this.#now()
    this.#underWay.set(key, { scope: currentScope(), method, url: url.slice(0, maxUrl), startedAt })
  }

  answered(key: object, status: number): void {
    this.#end(key, status >= 500 ? 'error' : status >= 400 ? 'warning' : 'info', { status_code: status })
  }

  failed(key: object, why: string): void {
    this.#end(key, 'error', { error: why.slice(0, 500) })
  }

  #end(key: object, level: string, outcome: Readonly<Record<string, unknown>>): void {
    const request = this.#underWay.get(key)
    if (request === undefined) return
    this.#underWay.delete(key)
    const { scope, method, url, startedAt } = request
    const data = { method, url, ...outcome, duration_ms: this.#now() - startedAt }
    scope.addBreadcrumb({ type: 'http', category: this.#category, level, data })
  }
}
