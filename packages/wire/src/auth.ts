/** As whom a request comes. */
export interface Credentials {
  /** 32 lowercase hex digits. */
  readonly publicKey: string
  readonly secretKey?: string
  /** The protocol version that the client speaks, at most 8; 7 when it does not say. */
  readonly version: number
  /** The SDK, as `name/version`. */
  readonly client?: string
}

/** What the request's credentials come to. `detail` is meant for the answer. */
export type AuthResult =
  | { readonly kind: 'ok'; readonly credentials: Credentials }
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly status: 400 | 401; readonly detail: string }

/** Decoded query parameters: a `Map` or a `URLSearchParams`. */
export interface QueryReader {
  get(name: string): string | null | undefined
}

/** The places of a request where credentials can be. */
export interface AuthParts {
  /** The header `X-Sentry-Auth`. */
  readonly xSentryAuth?: string | undefined
  /** The header `Authorization`; schemes other than `Sentry` and `Basic` are not ours and are ignored. */
  readonly authorization?: string | undefined
  readonly query: QueryReader
  /** The key in the path of the few endpoints that have one. */
  readonly pathKey?: string | undefined
}

const newestVersion = 8
const defaultVersion = 7
const maxHeaderLength = 4096
const keyPattern = /^[0-9a-f]{32}$/i
const versionPattern = /^(\d{1,5})(?:\.0)?$/

type Pairs = ReadonlyMap<string, string>

/**
 * Returns as whom a request comes, following Relay: exactly one place may carry credentials.
 * `none` leaves the choice to the caller, since the envelope's own header may still name a DSN.
 * Refused are: two places at once and unreadable headers (401), unknown protocol versions and keys that are not 32
 * hex digits (400). Old versions are welcome: clients of ten years ago still send them.
 */
export function authenticateParts(parts: AuthParts): AuthResult {
  const payloads = [
    readHeader(parts.xSentryAuth, 'required'),
    readHeader(parts.authorization, 'optional') ?? readBasic(parts.authorization),
    readQuery(parts.query),
    parts.pathKey ? new Map([['sentry_key', parts.pathKey]]) : undefined,
  ].filter((payload) => payload !== undefined)
  const [payload, second] = payloads
  if (!payload) return { kind: 'none' }
  if (second) return refuse(401, 'multiple authorization payloads detected')
  return payload === 'bad' ? refuse(401, 'bad sentry authorization header') : fromPairs(payload)
}

/** Returns the value of an `X-Sentry-Auth` header. */
export function formatAuthHeader(credentials: Credentials): string {
  const pairs = [`sentry_version=${credentials.version}`]
  if (credentials.client !== undefined) pairs.push(`sentry_client=${plain(credentials.client)}`)
  pairs.push(`sentry_key=${plain(credentials.publicKey)}`)
  if (credentials.secretKey !== undefined) pairs.push(`sentry_secret=${plain(credentials.secretKey)}`)
  return `Sentry ${pairs.join(', ')}`
}

/** A comma would end the value and a line break the header. */
function plain(value: string): string {
  return value.replace(/[^\x21-\x2b\x2d-\x7e]/g, '')
}

function refuse(status: 400 | 401, detail: string): AuthResult {
  return { kind: 'refused', status, detail }
}

/** Reads `Sentry name=value, name=value`; the scheme in any case, pairs trimmed and split at their first `=`. */
function readHeader(header: string | undefined, scheme: 'required' | 'optional'): Pairs | 'bad' | undefined {
  if (header === undefined || header.trim() === '') return undefined
  if (!/^\s*sentry\s/i.test(header)) return scheme === 'required' ? 'bad' : undefined
  if (header.length > maxHeaderLength) return 'bad'
  const pairs = new Map<string, string>()
  for (const part of header.trim().slice('sentry '.length).split(',')) {
    const at = part.indexOf('=')
    if (at > 0) pairs.set(part.slice(0, at).trim(), part.slice(at + 1).trim())
  }
  return pairs
}

/** Reads `Basic base64(key:anything)`. */
function readBasic(header: string | undefined): Pairs | 'bad' | undefined {
  const match = /^\s*basic\s+(\S+)\s*$/i.exec(header?.slice(0, maxHeaderLength) ?? '')
  if (!match) return undefined
  try {
    const [key = ''] = atob(match[1] ?? '').split(':', 1)
    return new Map([['sentry_key', key]])
  } catch {
    return 'bad'
  }
}

/** Reads the query. Only a key makes it a place with credentials: `sentry_release` and the like do not. */
function readQuery(query: QueryReader): Pairs | undefined {
  if (!query.get('sentry_key')) return undefined
  const pairs = new Map<string, string>()
  for (const name of ['sentry_key', 'sentry_secret', 'sentry_version', 'sentry_client']) {
    const value = query.get(name)
    if (value) pairs.set(name, value)
  }
  return pairs
}

function fromPairs(pairs: Pairs): AuthResult {
  const key = pairs.get('sentry_key')
  if (!key) return refuse(401, 'missing public key')
  const version = versionOf(pairs.get('sentry_version'))
  if (version === undefined) return refuse(400, 'bad protocol version')
  if (version > newestVersion) return refuse(400, `unsupported protocol version (${version})`)
  if (!keyPattern.test(key)) return refuse(400, 'invalid public key')
  const secretKey = pairs.get('sentry_secret')
  const client = pairs.get('sentry_client')
  return {
    kind: 'ok',
    credentials: {
      publicKey: key.toLowerCase(),
      ...(secretKey ? { secretKey } : {}),
      version,
      ...(client ? { client } : {}),
    },
  }
}

/** The oldest clients write `2.0`. */
function versionOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return defaultVersion
  const match = versionPattern.exec(text)
  return match ? Number(match[1]) : undefined
}
