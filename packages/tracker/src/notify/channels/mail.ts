import { secondMs } from '../../domain/instant.ts'
import { MailError, type Mail, type Mailer } from '../../ports/mailer.ts'
import { parseSmtpUrl, type SmtpAddress } from './smtp-url.ts'

export interface SmtpMailerOptions {
  /** `smtp://user:pass@host:port` or `smtps://...`. */
  readonly url: string
  readonly from: string
  /** For connecting, for the greeting and for silence in between. @default 10 s */
  readonly timeoutMs?: number | undefined
  /** Keeps connections open between mails. @default each mail has a connection of its own */
  readonly keep?: KeptConnections | undefined
}

/** Connections that several mails go over, one after the other: a greeting, TLS and a sign-in less for each. */
export interface KeptConnections {
  /** At one time. */
  readonly connections: number
  /** Mails after which a connection is ended, since servers limit them. @default 20 */
  readonly mailsEach?: number | undefined
  /** Well below the minutes after which servers hang up, so that they seldom do. @default 15 s */
  readonly idleMs?: number | undefined
}

type Transport = Awaited<ReturnType<typeof openTransport>>

/**
 * Returns a mailer over SMTP. nodemailer is loaded with the first mail. Certificates are verified; a private authority
 * goes into NODE_EXTRA_CA_CERTS. Error texts are the server's, without credentials.
 *
 * A mail moves from a kept connection to a new one only when the server had hung up before a byte of it was sent.
 * Whatever breaks off later is told as a failure: the server may have the mail, and who sends it again is to know.
 * @throws {TypeError} When the URL names no mail server.
 */
export function createSmtpMailer(options: SmtpMailerOptions): Mailer {
  const address = parseSmtpUrl(options.url)
  let transport: Promise<Transport> | undefined
  return {
    send: async (mail, signal) => {
      signal.throwIfAborted()
      transport ??= openTransport(address, options)
      try {
        const info = await (await transport).sendMail({ ...toMessage(mail, options.from), signal })
        return { response: String(info.response) }
      } catch (error) {
        throw toMailError(error, address)
      }
    },
    close: () => {
      // A transport that did not load was reported by `send`.
      void transport?.then((opened) => opened.close()).catch(() => {})
    },
  }
}

/** Stale connections that one mail may meet before it fails. */
const maxMoves = 2

async function openTransport(address: SmtpAddress, { timeoutMs = 10 * secondMs, keep }: SmtpMailerOptions) {
  const { createTransport } = await import('nodemailer')
  const { host, port, secure, user, password } = address
  const common = {
    host,
    port,
    secure,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // A mail is made of what strangers sent: nothing in it may name a file or a URL to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
  if (!keep) return createTransport(common)
  const pool = {
    pool: true as const,
    maxConnections: keep.connections,
    maxMessages: keep.mailsEach ?? 20,
    idleTimeout: keep.idleMs ?? 15 * secondMs,
    maxRequeues: maxMoves,
  }
  return createTransport({ ...common, ...pool })
}

function toMessage(mail: Mail, from: string) {
  return {
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    references: [...mail.references],
    ...(mail.references[0] === undefined ? {} : { inReplyTo: mail.references[0] }),
    headers: { ...mail.headers },
  }
}

/** Refused for good is a 5xx about this mail; a refused password (also 5xx) is ours to mend, so it is tried again. */
function toMailError(error: unknown, address: SmtpAddress): MailError {
  if (!(error instanceof Error)) return new MailError('The mail could not be sent', { retryable: true })
  const { code, responseCode, response } = error as Error & {
    code?: unknown
    responseCode?: unknown
    response?: unknown
  }
  const permanent = typeof responseCode === 'number' && responseCode >= 500 && code !== 'EAUTH'
  const text =
    typeof response === 'string' && response !== ''
      ? `${response} (${address.host}:${address.port})`
      : error.message
  return new MailError(withoutSecrets(text, address), { cause: error, retryable: !permanent })
}

function withoutSecrets(text: string, address: SmtpAddress): string {
  const { user, password } = address
  if (!password) return text
  const encoded = [
    password,
    base64(password),
    encodeURIComponent(password),
    base64(`\0${user ?? ''}\0${password}`),
  ]
  return encoded.reduce((rest, secret) => rest.replaceAll(secret, '[Filtered]'), text)
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
