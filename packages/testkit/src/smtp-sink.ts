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
  /** Answers the next sender with 421, as servers do that end, and hangs up; then takes mails. */
  | { readonly kind: 'goodbye' }

/** A mail that reached the sink, with its envelope. */
export interface SunkMail extends ParsedMail {
  readonly from: string
  readonly to: readonly string[]
  /** When all of it had come, by `performance.now()`. */
  readonly at: number
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
  /** Connections that were ever made, and those that are open. */
  readonly connections: { readonly made: number; readonly open: number }
  setMode(mode: SmtpMode): void
  /** Resolves with the mails once there are that many. @throws {Error} When the time is up. */
  waitForMails(count: number, timeoutMs?: number): Promise<readonly SunkMail[]>
  close(): Promise<void>
}

/** Starts a sink. The modes `auth` and `starttls` can only be chosen here; the others can be changed later. */
export async function createSmtpSink(first: SmtpMode = { kind: 'normal' }): Promise<SmtpSink> {
  const sink = new Sink(first)
  await sink.listen()
  return sink
}

class Sink implements SmtpSink {
  readonly mails: SunkMail[] = []
  readonly #first: SmtpMode
  readonly #server: SMTPServer
  readonly #sockets = new Map<number, Socket>()
  #mode: SmtpMode
  #attempts = 0
  #connections = 0
  #port = 0

  constructor(first: SmtpMode) {
    this.#first = first
    this.#mode = first
    this.#server = new SMTPServer({
      authOptional: first.kind !== 'auth',
      allowInsecureAuth: true,
      disableReverseLookup: true,
      disabledCommands: first.kind === 'starttls' ? [] : ['STARTTLS'],
      closeTimeout: 100,
      onAuth: (auth, _session, callback) => {
        const right =
          first.kind === 'auth' && auth.username === first.user && auth.password === first.password
        if (right) callback(null, { user: first.user })
        else callback(smtpError(535, 'Authentication failed'))
      },
      onMailFrom: (_address, session, callback) => this.#greetSender(session, callback),
      onRcptTo: (_address, _session, callback) => callback(this.#refusal()),
      onData: (stream, session, callback) => {
        // A conversation that breaks off is the sender's to notice.
        void collect(stream).then(
          (raw) => this.#take(raw, session, callback),
          () => {},
        )
      },
    })
    this.#server.on('error', () => {}) // Clients that hang up are part of the tests.
    this.#server.server.on('connection', (socket: Socket) => {
      const port = socket.remotePort ?? 0
      this.#connections++
      this.#sockets.set(port, socket)
      socket.on('close', () => this.#sockets.delete(port))
    })
  }

  get port(): number {
    return this.#port
  }

  get url(): string {
    const first = this.#first
    const who =
      first.kind === 'auth' ? `${encodeURIComponent(first.user)}:${encodeURIComponent(first.password)}@` : ''
    return `smtp://${who}127.0.0.1:${this.#port}`
  }

  get attempts(): number {
    return this.#attempts
  }

  get connections(): { readonly made: number; readonly open: number } {
    return { made: this.#connections, open: this.#sockets.size }
  }

  setMode(mode: SmtpMode): void {
    this.#mode = mode
  }

  waitForMails(count: number, timeoutMs?: number): Promise<readonly SunkMail[]> {
    return until(() => this.mails.length >= count && this.mails, { timeoutMs, what: `${count} mails` })
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(0, '127.0.0.1', resolve)
    })
    const address = this.#server.server.address()
    if (address !== null && typeof address === 'object') this.#port = address.port
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.values()) socket.destroy()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #greetSender(session: SMTPServerSession, callback: Answer): void {
    if (this.#mode.kind !== 'goodbye') return callback(null)
    this.#mode = { kind: 'normal' }
    callback(smtpError(421, 'Closing down'))
    setImmediate(() => this.#sockets.get(session.remotePort)?.end())
  }

  #refusal(): Error | null {
    const mode = this.#mode
    this.#attempts++
    if (mode.kind === 'refuse') return smtpError(550, 'No such person here')
    if (mode.kind !== 'tempfail') return null
    this.#mode = mode.times > 1 ? { kind: 'tempfail', times: mode.times - 1 } : { kind: 'normal' }
    return smtpError(451, 'Try again later')
  }

  #take(raw: string, session: SMTPServerSession, callback: Answer): void {
    const mode = this.#mode
    const { mailFrom, rcptTo } = session.envelope
    const envelope = {
      from: mailFrom === false ? '' : mailFrom.address,
      to: rcptTo.map((each) => each.address),
      at: performance.now(),
    }
    this.mails.push({ ...parseMail(raw), ...envelope, answered: mode.kind !== 'drop-before-answer' })
    const socket = this.#sockets.get(session.remotePort)
    if (mode.kind === 'drop-before-answer') {
      socket?.destroy()
      return
    }
    setTimeout(() => callback(null, `kept as ${this.mails.length}`), mode.kind === 'slow' ? mode.delayMs : 0)
    if (mode.kind === 'drop-after-answer') setTimeout(() => socket?.end(), 20)
  }
}

type Answer = (error?: Error | null, message?: string) => void

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

async function collect(stream: SMTPServerDataStream): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
