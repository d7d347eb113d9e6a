import type { HostileEvent } from './hostile-event.ts'
import { hostileShapes } from './shapes.ts'
import { hostileStrings } from './strings.ts'

/** Longer texts go to fewer fields, since an event larger than 1 MiB is refused before anything looks at it. */
const longText = 5000

/**
 * Returns more than sixty hostile events: each hostile text in every field that a page shows (long ones in the most
 * prominent), and hostile shapes.
 */
export function hostileEvents(): readonly HostileEvent[] {
  const texts = Object.entries(hostileStrings).map(([name, text]) => ({
    name,
    body: (id: string) =>
      JSON.stringify(text.length > longText ? inPlaces(name, text, id) : everywhere(name, text, id)),
  }))
  return [...texts, ...hostileShapes()]
}

/** The type stays distinct, so that each event makes an issue of its own that a test can find. */
function everywhere(name: string, text: string, eventId: string): Readonly<Record<string, unknown>> {
  return {
    event_id: eventId,
    platform: 'javascript',
    level: 'error',
    logger: text,
    transaction: text,
    server_name: text,
    release: text,
    dist: text,
    environment: text,
    exception: { values: exceptionsEverywhere(name, text) },
    breadcrumbs: [
      {
        type: text,
        category: text,
        level: text,
        message: text,
        data: { [text]: text, url: text },
        timestamp: 1,
      },
    ],
    request: requestEverywhere(text),
    user: { id: text, email: text, username: text, name: text, ip_address: text, data: { [text]: text } },
    tags: { [text.slice(0, 30)]: text, url: text },
    contexts: { [text]: { type: text, [text]: text }, browser: { name: text, version: text } },
    extra: { [text]: text },
    modules: { [text]: text },
    sdk: { name: text, version: text, integrations: [text] },
    fingerprint: [`hostile ${name}`],
  }
}

function exceptionsEverywhere(name: string, text: string): readonly object[] {
  const frame = {
    function: text,
    raw_function: text,
    module: text,
    filename: text,
    abs_path: text,
    package: text,
    lineno: 3,
    colno: 5,
    in_app: true,
    pre_context: [text, text],
    context_line: text,
    post_context: [text],
    vars: { [text]: text, list: [text], object: { [text]: text } },
  }
  return [
    {
      type: `${text} cause`,
      value: text,
      module: text,
      mechanism: {
        type: text,
        handled: false,
        description: text,
        help_link: text,
        data: { [text]: text },
      },
      stacktrace: { frames: [frame] },
    },
    { type: `Hostile ${name} ${text}`, value: text, stacktrace: { frames: [frame, frame] } },
  ]
}

function requestEverywhere(text: string): object {
  return {
    url: `https://shop.example/${text}`,
    method: text,
    query_string: [[text, text]],
    headers: [
      [text, text],
      ['Referer', text],
    ],
    cookies: { [text]: text },
    data: { [text]: text },
    env: { [text]: text },
  }
}

function inPlaces(name: string, text: string, eventId: string): Readonly<Record<string, unknown>> {
  const frame = {
    function: text,
    filename: text,
    lineno: 3,
    in_app: true,
    pre_context: ['before'],
    context_line: text,
    vars: { text },
  }
  return {
    event_id: eventId,
    platform: 'javascript',
    transaction: text,
    exception: { values: [{ type: `Hostile ${name}`, value: text, stacktrace: { frames: [frame] } }] },
    breadcrumbs: [{ category: 'x', message: text }],
    request: { url: 'https://shop.example/', method: 'POST', data: text },
    user: { username: text },
    tags: { text },
    fingerprint: [`hostile ${name}`],
  }
}
