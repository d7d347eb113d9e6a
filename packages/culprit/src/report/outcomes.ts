import { parseClientReport, type ClientDiscard, type ClientDiscardReason } from '@culprit/wire'

const maxKinds = 90

/**
 * What was lost since it was last told, by reason and category. At most 90 pairs of those are told apart, which is
 * more than there are; a report of them stays within the protocol's 100 entries.
 */
export class Outcomes {
  #lost = new Map<string, ClientDiscard>()

  get isEmpty(): boolean {
    return this.#lost.size === 0
  }

  /** Counts so many losses; none is nothing. */
  count(reason: ClientDiscardReason, category: string, quantity = 1): void {
    this.#add({ reason, category, quantity })
  }

  /** Counts again what was taken out and could not be told. */
  putBack(lost: readonly ClientDiscard[]): void {
    for (const discard of lost) this.#add(discard)
  }

  /** Counts again what a report says that did not arrive. */
  restore(payload: Uint8Array): void {
    this.putBack(parseClientReport(parseJson(payload))?.discarded ?? [])
  }

  /** Takes all counts out, for a report. */
  take(): readonly ClientDiscard[] {
    const lost = [...this.#lost.values()]
    this.#lost = new Map()
    return lost
  }

  /** Returns the counts as they are now. */
  list(): readonly ClientDiscard[] {
    return [...this.#lost.values()]
  }

  #add({ reason, category, quantity }: ClientDiscard): void {
    if (quantity <= 0) return
    const key = `${reason} ${category}`
    const before = this.#lost.get(key)
    if (before === undefined && this.#lost.size >= maxKinds) return
    this.#lost.set(key, { reason, category, quantity: (before?.quantity ?? 0) + quantity })
  }
}

/** Returns the payload of a `client_report` item. @param now in milliseconds since 1970. */
export function outcomesPayload(lost: readonly ClientDiscard[], now: number): Uint8Array {
  return Buffer.from(JSON.stringify({ timestamp: now / 1000, discarded_events: lost }))
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'))
  } catch {
    return undefined
  }
}
