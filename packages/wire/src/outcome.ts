/**
 * The closed list of reasons why the server did not keep something, each with one sentence for people.
 * Everything that is lost is counted under one of these.
 */
export const discardReasons = [
  { reason: 'auth', description: 'The request carried no usable credentials, or more than one set of them.' },
  {
    reason: 'unknown-project',
    description: 'No project has this id, or the key belongs to another project.',
  },
  { reason: 'disabled-key', description: 'The key is switched off.' },
  {
    reason: 'malformed',
    description: 'The bytes were no envelope, no JSON, or their compression was broken.',
  },
  { reason: 'too-large', description: 'A size limit of the protocol was exceeded.' },
  { reason: 'unsupported-media', description: 'The content type or content encoding is not understood.' },
  { reason: 'client-aborted', description: 'The client went away before its request was complete.' },
  { reason: 'rate-limited', description: 'The key or the server had more events this minute than it takes.' },
  { reason: 'quota', description: 'The project has used up its quota.' },
  { reason: 'overloaded', description: 'The server had more requests at once than it can serve.' },
  { reason: 'spool-full', description: 'More accepted events wait to be digested than the spool may hold.' },
  { reason: 'disk-full', description: 'The disk is full or cannot be written.' },
  { reason: 'duplicate', description: 'An event with this id was stored before.' },
  { reason: 'invalid-event', description: 'The event is no JSON object, or nothing in it can be shown.' },
  { reason: 'unsupported-item', description: 'Items of this type are accepted and not kept.' },
  {
    reason: 'not-stored',
    description: 'The body was left out since keeping bodies is switched off; its name is kept.',
  },
  { reason: 'filtered', description: 'A filter of the project excludes it.' },
  { reason: 'parked', description: 'Digesting it failed repeatedly; it was set aside with its error.' },
  { reason: 'retention', description: 'It was older than the project keeps events.' },
  { reason: 'internal', description: 'The server failed; its own error says how.' },
] as const

/** Why the server did not keep something. */
export type DiscardReason = (typeof discardReasons)[number]['reason']

/**
 * Why an SDK did not send something, as client reports name it. SDKs may send others.
 * Source: https://develop.sentry.dev/sdk/telemetry/client-reports/
 */
export type ClientDiscardReason =
  | 'before_send'
  | 'event_processor'
  | 'network_error'
  | 'queue_overflow'
  | 'ratelimit_backoff'
  | 'sample_rate'
  | 'send_error'
  | 'internal_sdk_error'
  | 'buffer_overflow'
  | 'ignored'
  | 'invalid'
  | 'no_parent_span'
