import type { OutgoingEvent } from '../../src/report/outgoing-event.ts'

/** Returns the id of the n-th event of a test. */
export function eventIdOf(n: number): string {
  return (n + 1).toString(16).padStart(32, '0')
}

/** Returns the n-th event of a test, padded to about so many bytes. */
export function makeEvent(n: number, bytes = 0): OutgoingEvent {
  const eventId = eventIdOf(n)
  const payload = Buffer.from(
    JSON.stringify({ event_id: eventId, message: `event ${n}`, pad: 'x'.repeat(bytes) }),
  )
  return { eventId, type: 'event', category: 'error', payload }
}
