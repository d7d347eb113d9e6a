/** What a sender knows afterwards: which events were answered 200 and which were sent at all. */
interface SentEvents {
  readonly answered: ReadonlySet<string>
  readonly sent: ReadonlySet<string>
}

/** A number of senders that go on until they are stopped. */
export interface Load {
  /** Waits for what is under way, and ends. */
  stop(): Promise<void>
  /** Where to send from now on; undefined lets senders wait. */
  target: string | undefined
  readonly events: SentEvents
}

/** Starts senders that post one event after the other, each under an id of its own, all of the same error. */
export function startLoad(senders: number): Load {
  const answered = new Set<string>()
  const sent = new Set<string>()
  let stopped = false
  const load: Load = { stop: async () => undefined, target: undefined, events: { answered, sent } }
  const send = async (): Promise<void> => {
    while (!stopped) {
      const { target } = load
      if (target === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        continue
      }
      const id = crypto.randomUUID().replaceAll('-', '')
      sent.add(id)
      // A refused connection is what this test is about: only an answer counts.
      const response = await fetch(target, {
        method: 'POST',
        body: envelopeOf(id),
        signal: AbortSignal.timeout(5000),
      }).catch(() => undefined)
      const body: unknown =
        response?.status === 200 ? await response.json().catch(() => undefined) : undefined
      if (typeof body === 'object' && body !== null && 'id' in body && body.id === id) answered.add(id)
    }
  }
  const done = Promise.all(Array.from({ length: senders }, send))
  load.stop = async () => {
    stopped = true
    await done
  }
  return load
}

/** Returns where envelopes for a DSN go, with the key in the query. */
export function envelopeUrl(dsn: string): string {
  const url = new URL(dsn)
  return `${url.origin}/api${url.pathname}/envelope/?sentry_key=${url.username}`
}

/** Returns an envelope with one small error event. */
export function envelopeOf(eventId: string, type = 'LoadError'): string {
  const frames = [
    { function: 'work', filename: 'src/work.js', lineno: 7, in_app: true, context_line: 'fail(now)' },
  ]
  const event = {
    event_id: eventId,
    platform: 'node',
    exception: { values: [{ type, value: 'under load', stacktrace: { frames } }] },
  }
  return `${JSON.stringify({ event_id: eventId })}\n{"type":"event"}\n${JSON.stringify(event)}\n`
}
