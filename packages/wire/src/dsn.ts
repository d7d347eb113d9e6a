/** Where and as whom an application reports. */
export interface Dsn {
  readonly protocol: 'http' | 'https'
  readonly publicKey: string
  /** Old servers wanted one; it is tolerated and never needed. */
  readonly secretKey?: string
  /** A name or an address; IPv6 with its brackets. */
  readonly host: string
  /** From 1 to 65535; absent when the DSN names none. */
  readonly port?: number
  /** What stands before the project id: empty, or slash-led without a slash at the end, like `/sub/path`. */
  readonly path: string
  /** Decimal digits. */
  readonly projectId: string
}

/** An endpoint below a project: `/api/{project}/{endpoint}/`. */
export type Endpoint = 'envelope' | 'store' | 'security' | 'csp-report' | 'minidump' | (string & {})

const maxLength = 2048

/*
 * {PROTOCOL}://{PUBLIC_KEY}[:{SECRET_KEY}]@{HOST}[:{PORT}]{PATH}/{PROJECT_ID}
 * https://develop.sentry.dev/sdk/overview/#parsing-the-dsn
 * The protocol may have a transport before it (`threaded+https`, an old raven habit). A query or fragment is ignored.
 */
const grammar =
  /^(?:\w+\+)?(https?):\/\/([\w-]+)(?::([\w-]*))?@(\[[\w:.%]+\]|[\w.-]+)(?::(\d{1,5}))?((?:\/[^/?#\s]+)*)\/(\d+)\/?(?:[?#]\S*)?$/i

/** Returns the parts of a DSN, or undefined if the text is none. An empty secret counts as no secret. */
export function parseDsn(text: string): Dsn | undefined {
  const match = text.length <= maxLength ? grammar.exec(text.trim()) : null
  if (!match) return undefined
  const [, protocol = '', publicKey = '', secretKey = '', host = '', portText, path = '', projectId = ''] =
    match
  const port = portText === undefined ? undefined : Number(portText)
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined
  return {
    protocol: protocol.toLowerCase() === 'http' ? 'http' : 'https',
    publicKey,
    ...(secretKey === '' ? {} : { secretKey }),
    host,
    ...(port === undefined ? {} : { port }),
    path,
    projectId,
  }
}

/** Returns the DSN as text, in the form that `parseDsn` reads. */
export function formatDsn(dsn: Dsn): string {
  const secret = dsn.secretKey === undefined ? '' : `:${dsn.secretKey}`
  return `${dsn.protocol}://${dsn.publicKey}${secret}@${authority(dsn)}${dsn.path}/${dsn.projectId}`
}

/** Returns the URL of one of the project's endpoints, without credentials. */
export function endpointUrl(dsn: Dsn, endpoint: Endpoint): string {
  return `${dsn.protocol}://${authority(dsn)}${dsn.path}/api/${dsn.projectId}/${endpoint}/`
}

function authority(dsn: Dsn): string {
  return dsn.port === undefined ? dsn.host : `${dsn.host}:${dsn.port}`
}
