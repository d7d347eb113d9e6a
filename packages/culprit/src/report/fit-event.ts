import type { SentEvent } from '@culprit/wire'
import { withFrames } from './exception-values.ts'

/** An event as JSON. */
export interface EncodedEvent {
  readonly payload: Uint8Array
  /** What was left out to make it fit, in the order in which it went. */
  readonly left: readonly string[]
}

const utf8 = new TextEncoder()

/** What can be spared, the most dispensable first. */
const steps: readonly (readonly [name: string, leave: (event: SentEvent) => SentEvent])[] = [
  ['modules', (event) => leave(event, 'modules')],
  ['breadcrumbs', (event) => leave(event, 'breadcrumbs')],
  ['extra', (event) => leave(event, 'extra')],
  [
    'request.data',
    ({ request, ...event }) => (request ? { ...event, request: { ...request, data: null } } : event),
  ],
  ['vars', (event) => withFrames(event, (frame) => leave(frame, 'vars'))],
  ['contexts', (event) => leave(event, 'contexts')],
  ['source', (event) => withFrames(event, (frame) => leave(frame, 'pre_context', 'post_context'))],
  ['request', (event) => leave(event, 'request')],
]

/**
 * Returns an event as JSON of at most `maxBytes`, leaving out one part after the other until it fits; undefined when
 * exceptions and tags alone are too large, or when it cannot be made JSON. What was left out is told in `extra`.
 */
export function fitEvent(event: SentEvent, maxBytes: number): EncodedEvent | undefined {
  const left: string[] = []
  let fitting = event
  for (let step = 0; ; step++) {
    const payload = encode(
      left.length === 0 ? fitting : { ...fitting, extra: { ...fitting.extra, left_out: left } },
    )
    if (payload === undefined) return undefined
    if (payload.byteLength <= maxBytes) return { payload, left }
    const next = steps[step]
    if (next === undefined) return undefined
    left.push(next[0])
    fitting = next[1](fitting)
  }
}

function encode(event: SentEvent): Uint8Array | undefined {
  try {
    // In memory of its own, which can be given back when it was sent.
    return utf8.encode(JSON.stringify(event))
  } catch {
    // What `beforeSend` returned: a cycle, a bigint, a `toJSON` that throws.
    return undefined
  }
}

function leave<T extends object>(from: T, ...keys: readonly (keyof T)[]): T {
  const rest = { ...from }
  for (const key of keys) Reflect.deleteProperty(rest, key)
  return rest
}
