import { deliverFromProcess } from './crash-delivery.ts'
import type { MailClock } from './mail-clock.ts'
import type { MailHandlerOptions } from './mail-handler-options.ts'
import type { MailStore } from './mail-store.ts'
import type { MailTransport } from './mail-transport.ts'
import { createMemoryStore } from './memory-store.ts'
import { Outbox, type DrainReport, type MailLoss } from './outbox.ts'
import type { OutgoingMail } from './outgoing-mail.ts'
import { Patience } from './patience.ts'
import { smtpSettings, type SmtpSettings } from './smtp-settings.ts'
import { createSmtpTransport } from './smtp-transport.ts'
import { Spool } from './spool.ts'

/** What the handler gives its post. */
export interface PostDeps {
  readonly clock: MailClock
  readonly warn: (line: string) => void
  readonly lost: (reason: MailLoss, count: number) => void
  readonly around: <T>(deliver: () => Promise<T>) => Promise<T>
}

/** Everything between a finished mail and the mail server: transport, stores, outbox, and the way out of a crash. */
export class Post {
  readonly #settings: SmtpSettings | undefined
  readonly #transport: MailTransport
  readonly #spool: Spool | undefined
  readonly #memory: MailStore
  readonly #outbox: Outbox
  readonly #patience = new Patience()

  /** @throws {TypeError} When neither mail host nor transport is given, or the mail host is none. */
  constructor(options: MailHandlerOptions, { clock, warn, lost, around }: PostDeps) {
    this.#settings = options.transport === undefined ? smtpSettings(options) : undefined
    this.#transport = options.transport ?? createSmtpTransport(smtpSettings(options), warn)
    if (this.#settings !== undefined) warnOfOpenPassword(this.#settings, warn)
    const bounds = {
      maxMails: options.queue?.maxMails ?? 1000,
      maxBytes: options.queue?.maxBytes ?? 5_000_000,
    }
    const { spoolDir = false } = options
    this.#spool = spoolDir === false ? undefined : new Spool({ directory: spoolDir, now: clock.now })
    this.#memory = createMemoryStore(bounds)
    const stores = this.#spool === undefined ? [this.#memory] : [this.#spool, this.#memory]
    const random = options.random ?? Math.random
    this.#outbox = new Outbox({
      stores,
      transport: this.#transport,
      clock,
      random,
      ...bounds,
      warn,
      lost,
      around,
    })
    this.#outbox.start()
  }

  push(mail: OutgoingMail, finish?: () => OutgoingMail): void {
    this.#outbox.push(mail, finish)
  }

  flush(timeoutMs: number): Promise<void> {
    return this.#outbox.flush(timeoutMs)
  }

  drain(timeoutMs: number): Promise<DrainReport> {
    return this.#outbox.drain(timeoutMs)
  }

  async verify(): Promise<void> {
    await this.#transport.verify?.()
  }

  /**
   * Stores what is queued and sends it from another process, unless the server is away or everything was sent. A mail
   * that was being sent goes out a second time if it had been taken already, with the same Message-ID. An end may ask
   * several times (the uncaught error, then the exit); `timeoutMs` is for all of them together.
   */
  flushSync(timeoutMs: number): void {
    const { unsettled, isOut } = this.#outbox
    this.#outbox.storeIncoming()
    const settings = this.#settings
    const leftMs = this.#patience.left(timeoutMs)
    if (!unsettled || isOut || leftMs <= 0 || settings === undefined) return
    this.#spool?.releaseAll()
    this.#memory.releaseAll()
    this.#patience.spend(() => this.#sendFromProcess(settings, leftMs))
    this.#outbox.settled()
  }

  #sendFromProcess(settings: SmtpSettings, timeoutMs: number): void {
    const claims = this.#memory.waiting().map((entry) => this.#memory.claim(entry))
    const claimed = claims.filter((claim) => claim !== undefined)
    const sent = deliverFromProcess({
      settings,
      ...(this.#spool !== undefined && { directory: this.#spool.directory }),
      mails: claimed.map(({ mail }) => mail).filter((mail) => mail !== undefined),
      timeoutMs,
    })
    for (const claim of claimed) {
      if (claim.mail !== undefined && sent.has(claim.mail.messageId)) this.#memory.remove(claim)
      else this.#memory.release(claim)
    }
  }

  close(): void {
    this.#outbox.close()
    this.#transport.close?.()
  }
}

function warnOfOpenPassword({ secure, user, host }: SmtpSettings, warn: (line: string) => void): void {
  if (secure !== undefined || user === undefined || /^(?:localhost|127\.[\d.]+|::1)$/.test(host)) return
  warn(`the password for ${host} is sent unencrypted; set \`secure\` to 'starttls' or 'tls'`)
}
