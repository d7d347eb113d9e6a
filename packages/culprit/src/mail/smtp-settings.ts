/** `undefined`: never TLS; `starttls`: TLS on the plain port, required; `tls`: TLS from the first byte (port 465). */
export type Security = 'starttls' | 'tls' | undefined

/** What of TLS can be set: PEM texts, the name to expect, and whether the certificate must be trusted. */
export interface TlsSettings {
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
  readonly servername?: string | undefined
  /** @default true */
  readonly rejectUnauthorized?: boolean | undefined
}

/** A host, a host with its port (`host:25` too), or a URL (`smtp://user:password@host:25`, `smtps://...`, `?secure=starttls`). */
export type MailHost = string | readonly [host: string, port: number]

/** Where and how mails are sent, complete. It can be written as JSON. */
export interface SmtpSettings {
  readonly host: string
  readonly port: number
  readonly secure?: Security
  readonly user?: string | undefined
  readonly password?: string | undefined
  readonly tls?: TlsSettings | undefined
  /** For connecting, for the greeting and for silence in between. */
  readonly timeoutMs: number
}

/** The part of a mail handler's options that names the mail server. */
export interface SmtpOptions {
  readonly mailhost: MailHost
  /** User and password; those of a URL count where this is absent. */
  readonly credentials?: readonly [user: string, password: string] | undefined
  /** @default undefined: no TLS, also when the server offers it; `tls` where the URL says `smtps:` */
  readonly secure?: Security
  readonly tls?: TlsSettings | undefined
  /** @default 5,000 */
  readonly timeoutMs?: number | undefined
}

const defaultTimeoutMs = 5000

/**
 * Returns the complete settings. The port is 25 where none is given, 587 for `starttls`, 465 for `tls`.
 * @throws {TypeError} When the mail host is absent or no host, the port, the timeout or `secure` is none that there is, or
 * the URL names no mail server; the message holds no password.
 */
export function smtpSettings(options: Partial<SmtpOptions>): SmtpSettings {
  if (options.mailhost === undefined) throw new TypeError('Mails need `mailhost` or `transport` to be sent')
  const place = placeOf(options.mailhost)
  const secure = checkedSecurity(options.secure ?? place.secure)
  const port = place.port ?? defaultPort(secure)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new TypeError(`The port of the mail server must be from 1 to 65535, not ${String(port)}`)
  }
  const { timeoutMs = defaultTimeoutMs } = options
  if (!(timeoutMs > 0)) throw new TypeError(`timeoutMs must be over 0, not ${String(timeoutMs)}`)
  const [user, password] = options.credentials ?? [place.user, place.password]
  return {
    host: place.host,
    port,
    ...(secure !== undefined && { secure }),
    ...(user !== undefined && { user, password: password ?? '' }),
    ...(options.tls !== undefined && { tls: options.tls }),
    timeoutMs,
  }
}

/** Anything else, such as the `true` other libraries take, would send without TLS. */
function checkedSecurity(secure: unknown): Security {
  if (secure === undefined || secure === 'starttls' || secure === 'tls') return secure
  const given = typeof secure === 'string' || typeof secure === 'boolean' ? String(secure) : typeof secure
  throw new TypeError(`secure must be 'starttls', 'tls' or undefined, not ${given}`)
}

function defaultPort(secure: Security): number {
  if (secure === 'tls') return 465
  return secure === 'starttls' ? 587 : 25
}

interface Place {
  readonly host: string
  readonly port?: number | undefined
  readonly secure?: Security
  readonly user?: string | undefined
  readonly password?: string | undefined
}

const help = "must be 'host', 'host:port', ['host', port] or a URL like smtp://user:password@host:25"

function placeOf(mailhost: MailHost): Place {
  if (typeof mailhost !== 'string') return { host: hostOf(mailhost[0]), port: mailhost[1] }
  if (mailhost.includes('://')) return placeOfUrl(mailhost)
  const [, host, port] = /^([^:]+):(\d+)$/.exec(mailhost) ?? []
  return host === undefined ? { host: hostOf(mailhost) } : { host: hostOf(host), port: Number(port) }
}

function hostOf(text: string): string {
  if (typeof text !== 'string' || !/^[^\s/@]+$/.test(text)) throw new TypeError(`The mail server ${help}`)
  return text
}

function placeOfUrl(text: string): Place {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    throw new TypeError(`The mail server ${help}`)
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? undefined : Number(url.port),
    secure: securityOf(url),
    ...(url.username !== '' && { user: decode(url.username), password: decode(url.password) }),
  }
}

/** A setting that is not known is refused: it may be how another library asks for TLS. */
function securityOf({ protocol, searchParams }: URL): Security {
  for (const name of searchParams.keys())
    if (name !== 'secure') throw new TypeError(`The URL of the mail server takes no '${name}', only 'secure'`)
  const secure = searchParams.get('secure')
  if (secure !== null) return checkedSecurity(secure)
  return protocol === 'smtps:' ? 'tls' : undefined
}

/** A `%` that begins no escape is meant as itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
