import { parseDsn, type Dsn, type SdkName } from '@culprit/wire'

/** How events are delivered. Plain data, so that another process can be told of it as JSON. */
export interface DeliverySettings {
  readonly dsn: string
  /** Where events wait that cannot be sent; false for nowhere but memory. */
  readonly spoolDir: string | false
  /** `http://user:password@host:port`, for servers with and without TLS. */
  readonly proxy?: string | undefined
  /** Certificates to trust beside those of Node, as PEM. */
  readonly ca?: string | undefined
  /** Of one request. @default 10,000 */
  readonly timeoutMs?: number | undefined
  /** For the last attempt when the process ends; 0 for none. @default 3,000 */
  readonly exitTimeoutMs?: number | undefined
  /** Events that wait in memory. @default 500 */
  readonly maxQueue?: number | undefined
  /** Of their payloads together. @default 8,000,000 */
  readonly maxQueueBytes?: number | undefined
  /** Events that wait on disk. @default 1,000 */
  readonly maxSpooled?: number | undefined
  /** Of their files together. @default 50,000,000 */
  readonly maxSpoolBytes?: number | undefined
  /** Events older than this are given up. @default 7 days */
  readonly maxAgeMs?: number | undefined
  /** Bodies from this many bytes on are compressed: for smaller ones it costs more time than it saves. @default 32,768 */
  readonly gzipFromBytes?: number | undefined
  /** Requests at the same time. @default 4 */
  readonly maxSockets?: number | undefined
  /** Who reports, for the envelope's header and the server's statistics. */
  readonly sdk?: SdkName | undefined
}

/** The settings with their defaults filled in, and what they name read. */
export interface DeliveryPlan {
  readonly dsn: string
  readonly target: Dsn
  readonly spoolDir: string | undefined
  readonly proxy: URL | undefined
  readonly ca: string | undefined
  readonly timeoutMs: number
  readonly exitTimeoutMs: number
  readonly maxQueue: number
  readonly maxQueueBytes: number
  readonly maxSpooled: number
  readonly maxSpoolBytes: number
  readonly maxAgeMs: number
  readonly gzipFromBytes: number
  readonly maxSockets: number
  readonly sdk: SdkName
}

const weekMs = 7 * 24 * 3_600_000

/**
 * Returns the settings with their defaults.
 * @throws {TypeError} When the DSN is none, or the proxy is no URL of `http` or `https`.
 */
export function planDelivery(settings: DeliverySettings): DeliveryPlan {
  const target = parseDsn(settings.dsn)
  if (target === undefined) throw new TypeError('dsn is not a DSN: https://KEY@HOST/PROJECT')
  return {
    dsn: settings.dsn,
    target,
    spoolDir: settings.spoolDir === false ? undefined : settings.spoolDir,
    proxy: proxyUrl(settings.proxy),
    ca: settings.ca,
    timeoutMs: settings.timeoutMs ?? 10_000,
    exitTimeoutMs: settings.exitTimeoutMs ?? 3000,
    maxQueue: settings.maxQueue ?? 500,
    maxQueueBytes: settings.maxQueueBytes ?? 8_000_000,
    maxSpooled: settings.maxSpooled ?? 1000,
    maxSpoolBytes: settings.maxSpoolBytes ?? 50_000_000,
    maxAgeMs: settings.maxAgeMs ?? weekMs,
    gzipFromBytes: settings.gzipFromBytes ?? 32_768,
    maxSockets: settings.maxSockets ?? 4,
    sdk: settings.sdk ?? { name: 'culprit' },
  }
}

function proxyUrl(text: string | undefined): URL | undefined {
  if (text === undefined || text === '') return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new TypeError('proxy is not a URL of http or https')
  return url
}
