import type { ExceptionValue, NoteCode, StackTrace, StoredEvent } from '../domain/event.ts'
import { limits } from './limits.ts'

/**
 * Returns an event as the JSON text that is stored. A text over 1 MiB loses local variables first, then extra,
 * breadcrumbs, source lines, and at last contexts, request body and threads, each with a note, until it fits.
 */
export function payloadTextOf(event: StoredEvent): string {
  let kept = event
  let text = JSON.stringify(kept)
  for (const { what, cut } of cuts) {
    if (text.length <= limits.eventChars) return text
    const code: NoteCode = 'cut'
    kept = {
      ...cut(kept),
      notes: [...kept.notes, { path: '', code, text: `The event was too large: ${what} left out.` }],
    }
    text = JSON.stringify(kept)
  }
  return text
}

const cuts: readonly { readonly what: string; readonly cut: (event: StoredEvent) => StoredEvent }[] = [
  { what: 'local variables were', cut: (event) => withStacks(event, withoutVars) },
  { what: 'extra data was', cut: (event) => ({ ...event, extra: {} }) },
  { what: 'breadcrumbs were', cut: (event) => ({ ...event, breadcrumbs: [] }) },
  { what: 'source lines were', cut: (event) => withStacks(event, withoutLines) },
  {
    what: 'contexts, request body, debug images and threads were',
    cut: (event) => ({
      ...event,
      contexts: {},
      threads: [],
      debugMeta: undefined,
      modules: {},
      request: event.request && {
        ...event.request,
        body: undefined,
        env: {},
        query: [],
        cookies: [],
        headers: [],
      },
    }),
  },
  {
    what: 'all exceptions but the last were',
    cut: (event) => ({ ...event, exceptions: event.exceptions.slice(-1) }),
  },
]

function withStacks(event: StoredEvent, change: (stack: StackTrace) => StackTrace): StoredEvent {
  return {
    ...event,
    exceptions: event.exceptions.map((each): ExceptionValue =>
      each.stack ? { ...each, stack: change(each.stack) } : each,
    ),
    threads: event.threads.map((each) => (each.stack ? { ...each, stack: change(each.stack) } : each)),
    stack: event.stack && change(event.stack),
  }
}

function withoutVars(stack: StackTrace): StackTrace {
  return { ...stack, frames: stack.frames.map((frame) => ({ ...frame, vars: undefined })) }
}

function withoutLines(stack: StackTrace): StackTrace {
  return { ...stack, frames: stack.frames.map((frame) => ({ ...frame, pre: undefined, post: undefined })) }
}
