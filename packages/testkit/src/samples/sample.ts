/**
 * An event as an SDK sends it, without id and time, which the test gives. All samples were written by hand for this
 * repository after the documented event schema; none is a recording and none comes from another project's tests.
 */
export type SampleEvent = Readonly<Record<string, unknown>>

export interface SampleIdentity {
  /** 32 hex digits. */
  readonly eventId: string
  /** Seconds since the epoch. */
  readonly timestamp: number
}

/** Returns a sample as it is sent: with its id and its time. */
export function sentSample(sample: SampleEvent, { eventId, timestamp }: SampleIdentity): SampleEvent {
  return { ...sample, event_id: eventId, timestamp }
}
