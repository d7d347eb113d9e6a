/**
 * What kinds of data a rate limit can name.
 * Source: https://develop.sentry.dev/sdk/expected-features/rate-limiting/#definitions
 */
export const dataCategories = [
  'default',
  'error',
  'transaction',
  'monitor',
  'span',
  'log_item',
  'log_byte',
  'security',
  'attachment',
  'session',
  'profile',
  'profile_chunk',
  'replay',
  'feedback',
  'trace_metric',
  'internal',
  'metric_bucket',
] as const

/** One kind of data that a rate limit can name. */
export type DataCategory = (typeof dataCategories)[number]

const known: ReadonlySet<string> = new Set(dataCategories)

const categoryOfType: ReadonlyMap<string, DataCategory> = new Map<string, DataCategory>([
  ['event', 'error'],
  ['unreal_report', 'error'],
  ['user_report', 'default'],
  ['transaction', 'transaction'],
  ['check_in', 'monitor'],
  ['span', 'span'],
  ['otel_span', 'span'],
  ['log', 'log_item'],
  ['otel_log', 'log_item'],
  ['security', 'security'],
  ['raw_security', 'security'],
  ['attachment', 'attachment'],
  ['session', 'session'],
  ['sessions', 'session'],
  ['profile', 'profile'],
  ['profile_chunk', 'profile_chunk'],
  ['profile_chunk_ui', 'profile_chunk'],
  ['replay_event', 'replay'],
  ['replay_recording', 'replay'],
  ['replay_video', 'replay'],
  ['feedback', 'feedback'],
  ['trace_metric', 'trace_metric'],
  ['metric', 'trace_metric'],
  ['client_report', 'internal'],
  ['statsd', 'metric_bucket'],
  ['metric_buckets', 'metric_bucket'],
])

/** Returns the category that an item of this type counts as; `default` for a type that is not known. */
export function categoryOfItem(type: string): DataCategory {
  return categoryOfType.get(type) ?? 'default'
}

/** Returns true for the name of a category that is known here. */
export function isDataCategory(name: string): name is DataCategory {
  return known.has(name)
}
