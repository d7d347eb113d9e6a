/** Everything the tracker can be told, read once by `main/` and handed on as values. */
export interface Config {
  readonly port: number
  /** True when the user named the port: then a taken port is an error, else the next free one is used. */
  readonly portGiven: boolean
  readonly host: string
  readonly dataDir: string
  /** Without a trailing slash; undefined means it follows from host and port. */
  readonly baseUrl: string | undefined
  readonly smtpUrl: string | undefined
  readonly mailFrom: string | undefined
  readonly adminEmail: string | undefined
  readonly adminPassword: string | undefined
  readonly dsnKey: string | undefined
  readonly apiToken: string | undefined
  readonly json: boolean
  readonly limits: Limits
  readonly retentionDays: number
  /** Store attachment bodies. They are not scrubbed. */
  readonly storeAttachments: boolean
  /** Trust X-Forwarded-For for the client's address. */
  readonly trustProxy: boolean
  /** Decoder threads; 0 means one less than the cores, at least one, at most four. */
  readonly decoders: number
}

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
