import type { LiveNotice } from '../ports/live.ts'

/** Notices to pages are gathered for this long, so that a burst of events is a few messages. */
const gatherMs = 100
const maxIssueIds = 200

/** Gathers notices and passes them on a few times a second. */
export class LiveRelay {
  readonly #send: (notice: LiveNotice) => void
  readonly #projects = new Set<number>()
  readonly #issues = new Set<number>()
  #ingest = false
  #timer: NodeJS.Timeout | undefined

  constructor(send: (notice: LiveNotice) => void) {
    this.#send = send
  }

  add(notice: LiveNotice): void {
    if (notice.kind === 'ingest') this.#ingest = true
    else {
      for (const id of notice.projectIds) this.#projects.add(id)
      // Beyond the bound pages still hear that something changed, and read their rows again.
      for (const id of notice.issueIds) if (this.#issues.size < maxIssueIds) this.#issues.add(id)
    }
    this.#timer ??= setTimeout(() => {
      this.#flush()
    }, gatherMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #flush(): void {
    this.#timer = undefined
    if (this.#projects.size > 0)
      this.#send({ kind: 'issues', projectIds: [...this.#projects], issueIds: [...this.#issues] })
    if (this.#ingest) this.#send({ kind: 'ingest' })
    this.#projects.clear()
    this.#issues.clear()
    this.#ingest = false
  }
}
