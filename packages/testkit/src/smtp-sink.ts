import type { Socket } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { parseMail, type ParsedMail } from './parse-mail.ts'
import { until } from './until.ts'

/** How the sink treats its visitors. */
export type SmtpMode =
  | { readonly kind: 'normal' }
  | { readonly kind: 'auth'; readonly user: string; readonly password: string }
  /** Offers STARTTLS with a certificate that nobody has signed. */
  | { readonly kind: 'starttls' }
  /** Answers the end of DATA late. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Refuses recipients for good: 550. */
  | { readonly kind: 'refuse' }
  /** Refuses that many times for now: 451; then takes mails. */
  | { readonly kind: 'tempfail'; readonly times: number }
  /** Takes the mail and hangs up without an answer. */
  | { readonly kind: 'drop-before-answer' }
  /** Takes the mail, answers 250 and hangs up. */
  | { readonly kind: 'drop-after-answer' }

/** A mail that reached the sink, with its envelope. */
export interface SunkMail extends ParsedMail {
  readonly from: string
  readonly to: readonly string[]
  /** False when the sink hung up instead of answering. */
  readonly answered: boolean
}

/** A real SMTP server on a free port of loopback that keeps what it is given. */
export interface SmtpSink extends AsyncDisposable {
  readonly port: number
  /** For `CULPRIT_SMTP_URL`; holds the credentials of mode `auth`. */
  readonly url: string
  readonly mails: readonly SunkMail[]
  /** Conversations that named a recipient, refused ones included. */
  readonly attempts: number
  setMode(mode: SmtpMode): void
  /** Resolves with the mails once there are that many. @throws {Error} When the time is up. */
  waitForMails(count: number, timeoutMs?: number): Promise<readonly SunkMail[]>
  close(): Promise<void>
}

/** Starts a sink. The modes `auth` and `starttls` can only be chosen here; the others can be changed later. */
export async function createSmtpSink(first: SmtpMode = { kind: 'normal' }): Promise<SmtpSink> {
  const mails: SunkMail[] = []
  const sockets = new Map<number, Socket>()
  let mode = first
  let attempts = 0
  const keep = (session: SMTPServerSession, raw: string, answered: boolean): void => {
    const from = session.envelope.mailFrom
    const to = session.envelope.rcptTo.map((each) => each.address)
    mails.push({ ...parseMail(raw), from: from === false ? '' : from.address, to, answered })
  }
  const server = new SMTPServer({
    authOptional: first.kind !== 'auth',
    allowInsecureAuth: true,
    disableReverseLookup: true,
    disabledCommands: first.kind === 'starttls' ? [] : ['STARTTLS'],
    closeTimeout: 100,
    onAuth: (auth, _session, callback) => {
      const right = first.kind === 'auth' && auth.username === first.user && auth.password === first.password
      if (right) callback(null, { user: first.user })
      else callback(smtpError(535, 'Authentication failed'))
    },
    onRcptTo: (_address, _session, callback) => {
      attempts++
      const refusal = refusalOf(mode)
      if (mode.kind === 'tempfail') mode = mode.times > 1 ? { kind: 'tempfail', times: mode.times - 1 } : { kind: 'normal' }
      callback(refusal)
    },
    onData: (stream, session, callback) => {
      void collect(stream).then((raw) => {
        const socket = sockets.get(session.remotePort)
        keep(session, raw, mode.kind !== 'drop-before-answer')
        if (mode.kind === 'drop-before-answer') {
          socket?.destroy()
          return
        }
        const delayMs = mode.kind === 'slow' ? mode.delayMs : 0
        setTimeout(() => callback(null, `kept as ${mails.length}`), delayMs)
        if (mode.kind === 'drop-after-answer') setTimeout(() => socket?.end(), 20)
      })
    },
  })
  server.on('error', () => {}) // Clients that hang up are part of the tests.
  server.server.on('connection', (socket: Socket) => {
    sockets.set(socket.remotePort ?? 0, socket)
    socket.on('close', () => sockets.delete(socket.remotePort ?? 0))
  })
  const port = await listen(server)
  const close = async (): Promise<void> => {
    for (const socket of sockets.values()) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  const who = first.kind === 'auth' ? `${encodeURIComponent(first.user)}:${encodeURIComponent(first.password)}@` : ''
  return {
    port,
    url: `smtp://${who}127.0.0.1:${port}`,
    mails,
    get attempts() {
      return attempts
    },
    setMode: (next) => {
      mode = next
    },
    waitForMails: (count, timeoutMs) =>
      until(() => mails.length >= count && mails, { timeoutMs, what: `${count} mails (got ${mails.length})` }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function refusalOf(mode: SmtpMode): Error | null {
  if (mode.kind === 'refuse') return smtpError(550, 'No such person here')
  return mode.kind === 'tempfail' ? smtpError(451, 'Try again later') : null
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

async function collect(stream: SMTPServerDataStream): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function listen(server: SMTPServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.server.address()
      if (address !== null && typeof address === 'object') resolve(address.port)
      else reject(new Error('The SMTP sink got no port'))
    })
  })
}
