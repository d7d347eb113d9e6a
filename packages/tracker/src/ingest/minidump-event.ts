import { isJsonObject, type JsonObject, parseEventId } from '@culprit/wire'
import { parseSentJson } from '../encoding/store-body-json.ts'
import type { Form } from './multipart.ts'

interface MutableObject {
  [key: string]: unknown
}

const maxDepth = 8
const bracketField = /^sentry((?:\[[^\]]{0,200}\]){1,8})$/
const chunkField = /^sentry__(\d{1,4})$/

/**
 * Returns the event that comes with a minidump: the JSON in the field `sentry` (or in pieces in `sentry__1`,
 * `sentry__2` and so on), then fields like `sentry[tags][os]`, then every other field as extra data. What is
 * unreadable is left out: the dump counts more than its words.
 */
export function eventOfMinidump({ fields }: Form): {
  readonly event: JsonObject
  readonly eventId: string | undefined
} {
  const event = emptyObject()
  const extra = emptyObject()
  const chunks: [number, string][] = []
  for (const [name, value] of fields) {
    const chunk = chunkField.exec(name)
    const path = bracketField.exec(name)
    if (name === 'sentry') assignJson(event, value)
    else if (chunk) chunks.push([Number(chunk[1]), value])
    else if (path) assignPath(event, (path[1] ?? '').slice(1, -1).split(']['), value)
    else extra[name.slice(0, 200)] = value.slice(0, 8192)
  }
  const joined = chunks.sort(([left], [right]) => left - right).map(([, value]) => value)
  if (joined.length > 0) assignJson(event, joined.join(''))
  if (Object.keys(extra).length > 0)
    event['extra'] = { ...extra, ...(isJsonObject(event['extra']) ? event['extra'] : {}) }
  event['platform'] ??= 'native'
  event['level'] ??= 'fatal'
  event['exception'] ??= {
    values: [
      {
        type: 'Minidump',
        value: 'The application crashed; the dump is attached.',
        mechanism: { type: 'minidump', handled: false },
      },
    ],
  }
  return { event, eventId: parseEventId(event['event_id']) }
}

function assignJson(target: MutableObject, text: string): void {
  const parsed = parseSentJson(Buffer.from(text))
  if (parsed.kind !== 'json' || !isJsonObject(parsed.value)) return
  for (const [key, value] of Object.entries(parsed.value)) target[key] = value
}

function assignPath(target: MutableObject, path: readonly string[], value: string): void {
  let at = target
  for (const key of path.slice(0, maxDepth).slice(0, -1)) {
    const inner = at[key]
    const next = isPlain(inner) ? inner : emptyObject()
    at[key] = next
    at = next
  }
  at[path.at(-1) ?? ''] = value
}

/** Without a prototype, so that a field named `__proto__` is a field. */
function emptyObject(): MutableObject {
  const object: MutableObject = Object.create(null)
  return object
}

function isPlain(value: unknown): value is MutableObject {
  return isJsonObject(value)
}
