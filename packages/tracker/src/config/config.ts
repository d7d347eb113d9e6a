import type { Limits } from '../domain/limits.ts'

/** `all`: loopback and private networks, but not link-local ones; `allowed`: hosts, addresses, networks by name. */
export interface PrivateDestinations {
  readonly all: boolean
  readonly allowed: readonly string[]
}

/** Where the tracker's own errors are reported, beside its log. */
export type OwnErrors =
  | { readonly kind: 'internal' }
  | { readonly kind: 'off' }
  | { readonly kind: 'dsn'; readonly dsn: string }

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
  /** Alerts told one by one to a destination in an hour; further ones are told in digests. */
  readonly messagesPerHour: number
  /** Store attachment bodies. They are not scrubbed. */
  readonly storeAttachments: boolean
  /** Trust X-Forwarded-For for the client's address. */
  readonly trustProxy: boolean
  /** Decoder threads; 0 means one less than the cores, at least one, at most four. */
  readonly decoders: number
  readonly ownErrors: OwnErrors
  /** Which private addresses alerts may be sent to. */
  readonly privateDestinations: PrivateDestinations
}
