/** What ingest takes at most; configured, with defaults in `config/settings.ts`. */
export interface Limits {
  /** Events a minute for one key, when the key sets none. */
  readonly eventsPerMinutePerKey: number
  readonly eventsPerMinute: number
  /** Undigested bytes in the spool above which requests get 429. */
  readonly spoolBytes: number
  /** Free disk below which requests get 503. */
  readonly minFreeDiskBytes: number
  /** A request body as it comes, compressed. */
  readonly bodyBytes: number
  /** Request bodies in memory at one time, all together. */
  readonly bodyBytesInFlight: number
}
