/** An event that nobody means well with. */
export interface HostileEvent {
  readonly name: string
  /** Returns the JSON text under an id; some are what JSON does not allow, as clients do send it. */
  readonly body: (eventId: string) => string
}
