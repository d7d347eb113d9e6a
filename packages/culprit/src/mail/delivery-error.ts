/**
 * What a failed delivery means: `refused`: this mail will never be taken; `deferred`: not now, others may be taken;
 * `unreachable`: nothing can be sent at present (no connection, TLS, credentials).
 */
export type DeliveryFailure = 'refused' | 'deferred' | 'unreachable'

/** A mail that could not be delivered. The message holds the server's answer and never a password. */
export class DeliveryError extends Error {
  static {
    this.prototype.name = 'DeliveryError'
  }
  readonly failure: DeliveryFailure

  constructor(message: string, failure: DeliveryFailure, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}

/** Returns what an error of a transport means; all that says nothing of itself is `unreachable`. */
export function failureOf(error: unknown): DeliveryFailure {
  return error instanceof DeliveryError ? error.failure : 'unreachable'
}
