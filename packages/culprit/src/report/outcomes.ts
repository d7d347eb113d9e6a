import { parseClientReport, type ClientDiscard, type ClientDiscardReason } from '@culprit/wire'

const maxKinds = 90

/** A loss that is still counted on. */
type Count = { -readonly [K in keyof ClientDiscard]: ClientDiscard[K] }

/**
 * What was lost since it was last told, by reason and category. At most 90 pairs of those are told apart, which is
 * more than there are; a report of them stays within the protocol's 100 entries.
 */
export class Outcomes {
  /** Few, so that a search is quicker than a key made of two texts. */
  #lost: Count[] = []

  get isEmpty(): boolean {
    return this.#lost.length === 0
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
    const lost = this.#lost
    this.#lost = []
    return lost
  }

  /** Returns the counts as they are now. */
  list(): readonly ClientDiscard[] {
    return this.#lost.map((count) => ({ ...count }))
  }

  #add({ reason, category, quantity }: ClientDiscard): void {
    if (quantity <= 0) return
    const known = this.#lost.find((count) => count.reason === reason && count.category === category)
    if (known !== undefined) known.quantity += quantity
    else if (this.#lost.length < maxKinds) this.#lost.push({ reason, category, quantity })
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
