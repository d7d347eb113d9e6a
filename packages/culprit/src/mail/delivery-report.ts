/** What a run over the waiting mails did. `outage` is why it stopped early; `lastRefusal` the last answer to a refused mail. */
export interface DeliveryReport {
  readonly sent: number
  readonly deferred: number
  readonly refused: number
  readonly expired: number
  readonly unreadable: number
  readonly outage?: Error | undefined
  readonly lastRefusal?: Error | undefined
}

/** The report of a run that found nothing to do. */
export const nothingDelivered: DeliveryReport = {
  sent: 0,
  deferred: 0,
  refused: 0,
  expired: 0,
  unreadable: 0,
}

/** Returns what two runs did together, with the errors of the later one. */
export function sumReports(earlier: DeliveryReport, later: DeliveryReport): DeliveryReport {
  const outage = later.outage ?? earlier.outage
  const lastRefusal = later.lastRefusal ?? earlier.lastRefusal
  return {
    sent: earlier.sent + later.sent,
    deferred: earlier.deferred + later.deferred,
    refused: earlier.refused + later.refused,
    expired: earlier.expired + later.expired,
    unreadable: earlier.unreadable + later.unreadable,
    ...(outage !== undefined && { outage }),
    ...(lastRefusal !== undefined && { lastRefusal }),
  }
}
