/** What of the address of an issue page is kept when going from event to event. */
export interface ViewChoices {
  readonly view?: string | undefined
  readonly request?: string | undefined
}

/** Returns the address of an event of an issue; without an event that of the issue. */
export function eventHref(shortId: string, eventId: string | undefined, choices: ViewChoices = {}): string {
  const path = eventId === undefined ? `/issues/${shortId}` : `/issues/${shortId}/events/${eventId}`
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(choices)) if (value !== undefined) query.set(name, value)
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}
