/** The kinds of event Windows knows, by the numbers of its interface. */
export const ntEventTypes = { error: 1, warning: 2, information: 4 } as const
export type NtEventType = keyof typeof ntEventTypes

/** One entry of the event log. */
export interface NtEvent {
  readonly type: NtEventType
  readonly category: number
  readonly messageId: number
  readonly text: string
}

/** A source of the Windows event log that is open for writing. */
export interface NtEventSource {
  /** Writes one event. @throws {Error} when Windows refuses it. */
  readonly report: (event: NtEvent) => void
  readonly close: () => void
}
