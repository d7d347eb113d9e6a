import * as v from 'valibot'
import type { OwnErrors, PrivateDestinations } from './config.ts'
import { address, flagValue, integer, ownErrors, privateDestinations, text, url } from './setting-values.ts'

/** One setting: where it is read from, what it must be, and the words of the manual. */
export interface Setting<T> {
  readonly env: string
  /** `--port`; absent when there is only the environment variable, as for secrets that `ps` would show. */
  readonly flag?: string | undefined
  /** Turns the text into a value or refuses it with a sentence. */
  readonly schema: v.GenericSchema<string, T>
  readonly fallback: T
  /** How the manual writes the default. */
  readonly fallbackText: string
  readonly description: string
  readonly secret?: boolean | undefined
}

/** Every setting by the name it has in the configuration value. */
export interface Settings {
  readonly port: Setting<number>
  readonly host: Setting<string>
  readonly dataDir: Setting<string>
  readonly baseUrl: Setting<string | undefined>
  readonly smtpUrl: Setting<string | undefined>
  readonly mailFrom: Setting<string | undefined>
  readonly adminEmail: Setting<string | undefined>
  readonly adminPassword: Setting<string | undefined>
  readonly dsnKey: Setting<string | undefined>
  readonly apiToken: Setting<string | undefined>
  readonly retentionDays: Setting<number>
  readonly messagesPerHour: Setting<number>
  readonly eventsPerMinutePerKey: Setting<number>
  readonly eventsPerMinute: Setting<number>
  readonly spoolBytes: Setting<number>
  readonly minFreeDiskBytes: Setting<number>
  readonly bodyBytes: Setting<number>
  readonly bodyBytesInFlight: Setting<number>
  readonly storeAttachments: Setting<boolean>
  readonly trustProxy: Setting<boolean>
  readonly decoders: Setting<number>
  readonly privateDestinations: Setting<PrivateDestinations>
  readonly ownErrors: Setting<OwnErrors>
}

const mebi = 1024 * 1024

/** Every setting of the tracker, in the order of the manual. Flags win over the environment, which wins over the default. */
export const settings: Settings = {
  port: {
    env: 'CULPRIT_PORT',
    flag: 'port',
    schema: integer(0, 65_535),
    fallback: 8000,
    fallbackText: '8000, or the next free port',
    description:
      'Port to listen on. 0 picks a free one. A port that is given and taken ends the start with exit code 1.',
  },
  host: {
    env: 'CULPRIT_HOST',
    flag: 'host',
    schema: text(255),
    fallback: '127.0.0.1',
    fallbackText: '127.0.0.1',
    description: 'Address to listen on. 0.0.0.0 takes requests from other machines.',
  },
  dataDir: {
    env: 'CULPRIT_DATA_DIR',
    flag: 'data-dir',
    schema: text(4096),
    fallback: './culprit-data',
    fallbackText: './culprit-data',
    description: 'Directory that holds everything. One process at a time; back it up whole.',
  },
  baseUrl: {
    env: 'CULPRIT_BASE_URL',
    flag: 'base-url',
    schema: url(['http:', 'https:']),
    fallback: undefined,
    fallbackText: 'http://HOST:PORT',
    description:
      'The address that browsers and applications use, when a proxy stands in front. DSNs and links in mails are made from it.',
  },
  smtpUrl: {
    env: 'CULPRIT_SMTP_URL',
    schema: url(['smtp:', 'smtps:']),
    fallback: undefined,
    fallbackText: 'none: no mail is sent, and the pages say so',
    description:
      'Mail server, smtp://user:pass@host:port (STARTTLS when offered) or smtps:// (TLS from the start).',
    secret: true,
  },
  mailFrom: {
    env: 'CULPRIT_MAIL_FROM',
    flag: 'mail-from',
    schema: address,
    fallback: undefined,
    fallbackText: 'culprit@ the host of the base URL',
    description: 'Sender of mails.',
  },
  adminEmail: {
    env: 'CULPRIT_ADMIN_EMAIL',
    flag: 'admin-email',
    schema: address,
    fallback: undefined,
    fallbackText: 'none',
    description: 'Address of the owner, who gets the mails. Read on the first start only.',
  },
  adminPassword: {
    env: 'CULPRIT_ADMIN_PASSWORD',
    schema: v.pipe(text(1000), v.minLength(8, 'must be at least 8 characters')),
    fallback: undefined,
    fallbackText: 'none: a one-time sign-in link is printed',
    description:
      'Password of the owner, at least 8 characters. Read on the first start only; needs CULPRIT_ADMIN_EMAIL.',
    secret: true,
  },
  dsnKey: {
    env: 'CULPRIT_DSN_KEY',
    schema: v.pipe(text(32), v.regex(/^[0-9a-fA-F]{32}$/, 'must be 32 hexadecimal digits'), v.toLowerCase()),
    fallback: undefined,
    fallbackText: 'a random one',
    description:
      "Public key of the first project's DSN, 32 hexadecimal digits. Read on the first start only.",
  },
  apiToken: {
    env: 'CULPRIT_API_TOKEN',
    schema: v.pipe(text(1000), v.minLength(16, 'must be at least 16 characters')),
    fallback: undefined,
    fallbackText: 'none',
    description: 'A token with all rights on the API, for provisioning; at least 16 characters.',
    secret: true,
  },
  retentionDays: {
    env: 'CULPRIT_RETENTION_DAYS',
    flag: 'retention-days',
    schema: integer(1, 3650),
    fallback: 90,
    fallbackText: '90',
    description:
      'Events older than this many days are removed with their files. Issues and their counts stay.',
  },
  messagesPerHour: {
    env: 'CULPRIT_MESSAGES_PER_HOUR',
    flag: 'messages-per-hour',
    schema: integer(1, 10_000),
    fallback: 60,
    fallbackText: '60',
    description:
      'Alerts that one address or channel is told one by one in an hour. Further ones are told together in digests, at most every 5 minutes.',
  },
  eventsPerMinutePerKey: {
    env: 'CULPRIT_KEY_EVENTS_PER_MINUTE',
    flag: 'key-events-per-minute',
    schema: integer(1, 100_000_000),
    fallback: 600_000,
    fallbackText: '600000',
    description: 'Events a minute that one client key may send. Above it requests get 429.',
  },
  eventsPerMinute: {
    env: 'CULPRIT_EVENTS_PER_MINUTE',
    flag: 'events-per-minute',
    schema: integer(1, 100_000_000),
    fallback: 1_200_000,
    fallbackText: '1200000',
    description: 'Events a minute that all keys together may send. Above it requests get 429.',
  },
  spoolBytes: {
    env: 'CULPRIT_SPOOL_BYTES',
    flag: 'spool-bytes',
    schema: integer(mebi, 1024 ** 4),
    fallback: 1024 * mebi,
    fallbackText: '1073741824 (1 GiB)',
    description: 'Undigested bytes on disk. Above it requests get 429 until digestion has caught up.',
  },
  minFreeDiskBytes: {
    env: 'CULPRIT_MIN_FREE_DISK_BYTES',
    flag: 'min-free-disk-bytes',
    schema: integer(0, 1024 ** 5),
    fallback: 128 * mebi,
    fallbackText: '134217728 (128 MiB)',
    description: 'Free bytes on the disk of the data directory. Below it requests get 503.',
  },
  bodyBytes: {
    env: 'CULPRIT_BODY_BYTES',
    flag: 'body-bytes',
    schema: integer(1024, 200 * mebi),
    fallback: 20 * mebi,
    fallbackText: '20971520 (20 MiB)',
    description: 'Size of one request body as it arrives, compressed. A larger one gets 413.',
  },
  bodyBytesInFlight: {
    env: 'CULPRIT_BODY_BYTES_IN_FLIGHT',
    flag: 'body-bytes-in-flight',
    schema: integer(mebi, 4096 * mebi),
    fallback: 64 * mebi,
    fallbackText: '67108864 (64 MiB)',
    description: 'Request bodies held in memory at one time. Above it requests get 503.',
  },
  storeAttachments: {
    env: 'CULPRIT_STORE_ATTACHMENTS',
    flag: 'store-attachments',
    schema: flagValue,
    fallback: false,
    fallbackText: '0',
    description:
      'Keep the bytes of attachments and minidumps too. They are not scrubbed, and the pages say so.',
  },
  trustProxy: {
    env: 'CULPRIT_TRUST_PROXY',
    flag: 'trust-proxy',
    schema: flagValue,
    fallback: false,
    fallbackText: '0',
    description: "Take a client's address from X-Forwarded-For. Switch on only behind a proxy that sets it.",
  },
  decoders: {
    env: 'CULPRIT_DECODERS',
    flag: 'decoders',
    schema: integer(0, 16),
    fallback: 0,
    fallbackText: '0: one less than the cores, at least 1, at most 4',
    description: 'Threads that decode events.',
  },
  privateDestinations: {
    env: 'CULPRIT_ALLOW_PRIVATE_DESTINATIONS',
    flag: 'allow-private-destinations',
    schema: privateDestinations,
    fallback: { all: false, allowed: [] },
    fallbackText: '0',
    description:
      'What alerts may be sent to inside private networks: host names, addresses and networks with commas between them, such as `chat.lan,10.1.0.0/16`, or 1 for all but link-local addresses.',
  },
  ownErrors: {
    env: 'CULPRIT_OWN_ERRORS',
    schema: ownErrors,
    fallback: { kind: 'internal' },
    fallbackText: 'internal',
    description:
      'Where the tracker reports its own errors, beside its log: `internal`, the project of that name here; the DSN of a project elsewhere; or `off`.',
    secret: true,
  },
}

export type SettingName = keyof Settings
