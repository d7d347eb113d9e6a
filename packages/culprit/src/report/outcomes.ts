import {
  createClientReport,
  type ClientDiscardInput,
  type ClientDiscardReason,
  type JsonObject,
} from '@culprit/wire'

const maxKinds = 90

/**
 * What was lost since it was last told, by reason and category. At most 90 pairs of those are told apart, which is
 * more than there are; a report of them stays within the protocol's 100 entries.
 */
export class Outcomes {
  #lost = new Map<string, ClientDiscardInput>()

  get isEmpty(): boolean {
    return this.#lost.size === 0
  }

  /** Counts so many losses; none is nothing. */
  count(reason: ClientDiscardReason, category: string, quantity = 1): void {
    if (quantity <= 0) return
    const key = `${reason} ${category}`
    const before = this.#lost.get(key)
    if (before === undefined && this.#lost.size >= maxKinds) return
    this.#lost.set(key, { reason, category, quantity: (before?.quantity ?? 0) + quantity })
  }

  /** Takes all counts out, for a report. */
  take(): readonly ClientDiscardInput[] {
    const lost = [...this.#lost.values()]
    this.#lost = new Map()
    return lost
  }

  /** Counts again what was taken out and could not be told. */
  putBack(lost: readonly ClientDiscardInput[]): void {
    for (const { reason, category, quantity } of lost) this.count(reason, category, quantity)
  }

  /** Returns the counts as they are now. */
  list(): readonly ClientDiscardInput[] {
    return [...this.#lost.values()]
  }
}

/** Returns the payload of a `client_report` item. @param now in milliseconds since 1970. */
export function outcomesPayload(lost: readonly ClientDiscardInput[], now: number): Uint8Array {
  const report: JsonObject = createClientReport(lost, now)
  return Buffer.from(JSON.stringify(report))
}
