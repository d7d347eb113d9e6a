import { DeliveryError, type DeliveryFailure } from './delivery-error.ts'
import type { MailTransport } from './mail-transport.ts'
import type { OutgoingMail } from './outgoing-mail.ts'
import type { SmtpSettings } from './smtp-settings.ts'

/** A transport over SMTP: `send` resolves with the server's answer to the mail, without credentials. */
export interface SmtpTransport extends MailTransport {
  send(mail: OutgoingMail): Promise<string>
  verify(): Promise<void>
  close(): void
}

type Opened = Awaited<ReturnType<typeof openTransport>>

/**
 * Returns a transport over SMTP, one connection for each mail. nodemailer is loaded with the first mail, never before.
 * Without `secure` TLS is not used even where the server offers it: a local server with an expired certificate must
 * not stop error mails. With it certificates are verified. Rejections are `DeliveryError`s without credentials. A
 * mail that some of its recipients cannot get is sent to the others; `warn` is told of each such address once.
 */
export function createSmtpTransport(
  settings: SmtpSettings,
  warn: (line: string) => void = () => {},
): SmtpTransport {
  const told = new Set<string>()
  const tell = (address: string, reason: string): void => {
    if (told.has(address)) return
    told.add(address)
    warn(`${address} gets no error mails: ${withoutSecrets(reason, settings)}`)
  }
  let opened: Promise<Opened> | undefined
  const open = (): Promise<Opened> => (opened ??= openTransport(settings))
  return {
    send: async (mail) => {
      try {
        const { rejectedErrors = [], response: answer } = await (await open()).sendMail(toMessage(mail))
        for (const { recipient, response, message } of rejectedErrors)
          if (recipient !== undefined) tell(recipient, response ?? message)
        return withoutSecrets(answer, settings)
      } catch (error) {
        throw toDeliveryError(error, settings)
      }
    },
    verify: async () => {
      try {
        await (await open()).verify()
      } catch (error) {
        throw toDeliveryError(error, settings)
      }
    },
    close: () => {
      // A transport that did not load was reported by `send`.
      void opened?.then((transport) => transport.close()).catch(() => {})
    },
  }
}

async function openTransport(settings: SmtpSettings) {
  const { createTransport } = await import('nodemailer')
  const { host, port, secure, user, password, tls, timeoutMs } = settings
  return createTransport({
    host,
    port,
    secure: secure === 'tls',
    ignoreTLS: secure === undefined,
    requireTLS: secure === 'starttls',
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    ...(tls !== undefined && { tls: { ...tls } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // A mail is made of what strangers sent: nothing in it may name a file or a URL to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

function toMessage(mail: OutgoingMail) {
  const [root] = mail.references
  return {
    from: mail.from,
    to: [...mail.to],
    subject: mail.subject,
    date: new Date(mail.createdAt),
    text: mail.text,
    ...(mail.html !== undefined && { html: mail.html }),
    messageId: mail.messageId,
    references: [...mail.references],
    ...(root !== undefined && { inReplyTo: root }),
    headers: { ...mail.headers },
  }
}

/** Refused for good is a 5xx about this mail; a refused password (also 5xx) is ours to mend, so mails wait for it. */
function toDeliveryError(error: unknown, settings: SmtpSettings): DeliveryError {
  if (!(error instanceof Error)) return new DeliveryError('The mail could not be sent', 'unreachable')
  const { code, responseCode, response, command } = error as Error & Readonly<Record<string, unknown>>
  const answer = typeof response === 'string' && response !== '' ? response : error.message
  const cannot = code === 'ETLS' ? 'TLS could not be started: ' : ''
  const text = `${cannot}${answer} (${settings.host}:${settings.port})`
  const failure = failureFor(code, responseCode, command)
  return new DeliveryError(withoutSecrets(text, settings), failure, { cause: error })
}

/** Answers that speak of the session or the account, at whatever command they come. */
const sessionAnswers: ReadonlySet<unknown> = new Set([421, 454, 530, 534, 535, 538])

/** Only an answer to the envelope or the text is about the mail; one to the greeting is about the server. */
function failureFor(code: unknown, answer: unknown, command: unknown): DeliveryFailure {
  const aboutMail =
    code === 'EENVELOPE' || code === 'EMESSAGE' || /^(?:MAIL|RCPT|DATA)/i.test(String(command))
  if (!aboutMail || sessionAnswers.has(answer)) return 'unreachable'
  return typeof answer !== 'number' || answer >= 500 ? 'refused' : 'deferred'
}

function withoutSecrets(text: string, { user, password }: SmtpSettings): string {
  if (password === undefined || password === '') return text
  const forms = [
    password,
    base64(password),
    encodeURIComponent(password),
    base64(`\0${user ?? ''}\0${password}`),
  ]
  return forms.reduce((rest, secret) => rest.replaceAll(secret, '[Filtered]'), text)
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
