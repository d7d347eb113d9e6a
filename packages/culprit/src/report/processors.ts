import type { SentEvent } from '@culprit/wire'
import type { Capture, EventTools } from './capture.ts'
import {
  contextsPart,
  type EventPart,
  extraPart,
  identityPart,
  requestPart,
  scopePart,
  subjectPart,
} from './event-parts.ts'
import { scrubEvent } from './scrub-event.ts'

/** What an event is made of, in this order; a later part replaces what an earlier one has said. Secrets are in it. */
const parts: readonly EventPart[] = [
  identityPart,
  subjectPart,
  scopePart,
  extraPart,
  requestPart,
  contextsPart,
]

/**
 * Returns the event for a capture, without secrets. What the application's own objects make fail (a getter, a proxy)
 * costs the part that it is in, which is told in `extra.failed_parts`.
 *
 * @throws when secrets cannot be taken out; the event must not be sent then.
 */
export function buildEvent(capture: Capture, tools: EventTools): SentEvent {
  const event: SentEvent = {}
  const failed: string[] = []
  for (const part of parts) {
    try {
      Object.assign(event, part(capture, tools))
    } catch (error) {
      failed.push(`${part.name}: ${error instanceof Error ? error.name : 'failed'}`)
    }
  }
  const told = failed.length === 0 ? event : { ...event, extra: { ...event.extra, failed_parts: failed } }
  return withProcess(scrubEvent(told, capture.settings.redactor), tools)
}

/** What is known of process and machine holds no secrets, and looking for some would take as long as all the rest. */
function withProcess(event: SentEvent, { contexts, modules }: EventTools): SentEvent {
  const installed = orNothing(modules)
  return {
    ...event,
    contexts: { ...orNothing(contexts), ...event.contexts },
    ...(Object.keys(installed).length > 0 && { modules: installed }),
  }
}

/** A sandbox may refuse what is asked; the report goes without it. */
function orNothing<T>(ask: () => Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  try {
    return ask()
  } catch {
    return {}
  }
}
