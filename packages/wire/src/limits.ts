const KiB = 1024
const MiB = 1024 * KiB

/** The protocol's size limits; those whose name ends in `Bytes` count bytes after decompression. */
export interface WireLimits {
  /** `max_event_size`: events, transactions, feedback, security reports, form data. */
  readonly eventBytes: number
  /** `max_envelope_size`, as documented (newer Relays take 200 MiB). */
  readonly envelopeBytes: number
  /** `max_attachment_size`; one alone may fill an envelope. */
  readonly attachmentBytes: number
  /** Attachments of one event together: `max_attachments_size`. */
  readonly attachmentsBytes: number
  /** Attachments in one envelope. */
  readonly attachments: number
  /** `max_client_report_size` (4 KiB in older Relays). */
  readonly clientReportBytes: number
  /** Entries of one client report that are read. */
  readonly clientReportEntries: number
  /** `max_check_in_size`. */
  readonly checkInBytes: number
  /** Session items. */
  readonly sessionBytes: number
  /** `max_profile_size`. */
  readonly profileBytes: number
  /** `max_replay_uncompressed_size`. */
  readonly replayBytes: number
  /** `max_container_size`: an item that carries many logs. */
  readonly logBytes: number
  /** `max_span_size`. */
  readonly spanBytes: number
  /** `max_statsd_size` and `max_metric_buckets_size`. */
  readonly metricBytes: number
  /** Ours: one header line; SDKs write a few hundred bytes. */
  readonly headerBytes: number
  /** Ours: items in one envelope. */
  readonly items: number
}

/**
 * The limits that this package applies; those marked "ours" the protocol leaves open.
 * Sources: Relay's `Limits` (https://github.com/getsentry/relay/blob/master/relay-config/src/config.rs) and
 * https://develop.sentry.dev/sdk/data-model/envelopes/#size-limits. Where the two differ, the larger item limit and
 * the smaller envelope limit are taken.
 */
export const wireLimits: WireLimits = {
  eventBytes: 1 * MiB,
  envelopeBytes: 100 * MiB,
  attachmentBytes: 100 * MiB,
  attachmentsBytes: 100 * MiB,
  attachments: 30,
  clientReportBytes: 100 * KiB,
  clientReportEntries: 100,
  checkInBytes: 100 * KiB,
  sessionBytes: 10 * MiB,
  profileBytes: 50 * MiB,
  replayBytes: 100 * MiB,
  logBytes: 12 * MiB,
  spanBytes: 10 * MiB,
  metricBytes: 1 * MiB,
  headerBytes: 64 * KiB,
  items: 1000,
}

const limitOfItem: ReadonlyMap<string, number> = new Map([
  ['event', wireLimits.eventBytes],
  ['transaction', wireLimits.eventBytes],
  ['feedback', wireLimits.eventBytes],
  ['user_report', wireLimits.eventBytes],
  ['security', wireLimits.eventBytes],
  ['raw_security', wireLimits.eventBytes],
  ['nel', wireLimits.eventBytes],
  ['form_data', wireLimits.eventBytes],
  ['replay_event', wireLimits.eventBytes],
  ['attachment', wireLimits.attachmentBytes],
  ['unreal_report', wireLimits.attachmentBytes],
  ['client_report', wireLimits.clientReportBytes],
  ['check_in', wireLimits.checkInBytes],
  ['session', wireLimits.sessionBytes],
  ['sessions', wireLimits.sessionBytes],
  ['profile', wireLimits.profileBytes],
  ['profile_chunk', wireLimits.profileBytes],
  ['profile_chunk_ui', wireLimits.profileBytes],
  ['replay_recording', wireLimits.replayBytes],
  ['replay_video', wireLimits.replayBytes],
  ['log', wireLimits.logBytes],
  ['otel_log', wireLimits.logBytes],
  ['span', wireLimits.spanBytes],
  ['otel_span', wireLimits.spanBytes],
  ['statsd', wireLimits.metricBytes],
  ['metric_buckets', wireLimits.metricBytes],
  ['metric', wireLimits.logBytes],
  ['trace_metric', wireLimits.logBytes],
])

/** Returns the largest payload of an item of this type, in bytes; an unknown type may fill an envelope. */
export function itemLimitBytes(type: string): number {
  return limitOfItem.get(type) ?? wireLimits.envelopeBytes
}

/** What an envelope decoder refuses to exceed; sizes are in bytes after decompression. */
export interface DecoderLimits {
  /** The whole envelope. */
  readonly envelopeBytes: number
  /** One header line without its newline; also the blanks between two items. */
  readonly headerBytes: number
  /** Items in one envelope. */
  readonly items: number
  /** The payload of one item of the given type. */
  readonly itemBytes: (type: string) => number
}

/** The limits of `wireLimits` in the form a decoder takes. */
export const defaultDecoderLimits: DecoderLimits = {
  envelopeBytes: wireLimits.envelopeBytes,
  headerBytes: wireLimits.headerBytes,
  items: wireLimits.items,
  itemBytes: itemLimitBytes,
}
