/** Why a request got no answer. */
export type SendErrorCode =
  | 'blocked'
  | 'dns'
  | 'refused'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'stopped'
  | 'url'
  | 'network'

/** A request that got no answer, with a sentence that says why. */
export class SendError extends Error {
  readonly code: SendErrorCode
  constructor(code: SendErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
Object.defineProperty(SendError.prototype, 'name', { value: 'SendError' })

/** Node's codes of failed connections, by ours. */
const codes: ReadonlyMap<string, SendErrorCode> = new Map([
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['EAI_FAIL', 'dns'],
  ['ENODATA', 'dns'],
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['ETIMEDOUT', 'timeout'],
])

/** Returns what Node threw as a `SendError` that names the host. */
export function toSendError(error: unknown, host: string): SendError {
  if (error instanceof SendError) return error
  const { code = '', message = String(error) } = error as {
    readonly code?: string
    readonly message?: string
  }
  const ours = codes.get(code) ?? (isTlsCode(code) ? 'tls' : 'network')
  return new SendError(ours, sentence(ours, { host, code, message }), { cause: error })
}

function isTlsCode(code: string): boolean {
  return /^ERR_(SSL|TLS)_|CERT|SELF_SIGNED|UNABLE_TO/.test(code)
}

function sentence(
  ours: SendErrorCode,
  { host, code, message }: { readonly host: string; readonly code: string; readonly message: string },
): string {
  switch (ours) {
    case 'dns':
      return `No address is known for the host ${host} (${code}). Check its spelling and the DNS of this machine`
    case 'refused':
      return `${host} refused the connection: nothing listens on that port`
    case 'reset':
      return `${host} broke the connection off before it answered`
    case 'timeout':
      return `${host} took too long to connect`
    case 'tls':
      return `The certificate of ${host} was not accepted (${code}). A private authority goes into NODE_EXTRA_CA_CERTS`
    default:
      return `${host} could not be reached: ${message.slice(0, 200)}`
  }
}
