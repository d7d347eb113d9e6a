import { join } from 'node:path'
import { tellDoctor } from '../logging/doctor-hook.ts'
import { errorText } from '../logging/format-error.ts'
import { Formatter } from '../logging/formatter.ts'
import { BoundedCache } from '../logging/frames/bounded-cache.ts'
import { Handler } from '../logging/handler.ts'
import { Level } from '../logging/level.ts'
import { exitFlush } from '../logging/handlers/exit-flush.ts'
import type { LogRecord } from '../logging/record.ts'
import { writeStderr } from '../logging/stderr.ts'
import { deliverWithout } from '../logging/suppression.ts'
import { digestMail, inThread, limitMail, occurrenceMail, redacted } from './error-mail.ts'
import { checkMailOptions } from './check-options.ts'
import { createHourlyCap, type HourlyCap } from './hourly-cap.ts'
import { createIgnore } from './ignore.ts'
import { letterhead, type Letterhead } from './letterhead.ts'
import { systemClock, type MailClock } from './mail-clock.ts'
import type { MailHandlerOptions } from './mail-handler-options.ts'
import { mailFingerprint, mailKey } from './mail-key.ts'
import type { DrainReport } from './outbox.ts'
import { Post } from './post.ts'
import { recordSections, referenceOf } from './record-sections.ts'
import { recordTitle } from './record-title.ts'
import { createSharedCap } from './shared-cap.ts'
import { spoolDirectory } from './spool-directory.ts'
import { subjectLine } from './subject-line.ts'
import { createThreadKey, MailThread } from './thread-key.ts'
import { Throttle, type Digest, type Limited } from './throttle.ts'

/** The manual's format for mails; the traceback comes after it. */
export const mailFormat: string = `Message type:       %(levelname)s
Location:           %(pathname)s:%(lineno)d
Module:             %(module)s
Function:           %(funcName)s
Time:               %(asctime)s

Message:

%(message)s`

const sampleLimit = 4000
const flushTimeoutMs = 9000

/**
 * A handler that mails errors to people. The first occurrence of an error goes out at once; repeats are counted and
 * told in one digest; a cap bounds the mails of an hour and says so when it bites. Mails wait in a spool on disk until
 * the server has taken them, over restarts too. Nothing here waits for the mail server but `flush`, `drain`, `verify`
 * and `close`, and nothing throws into the application. Secrets are removed. Losses are in `losses`. The level is ERROR
 * unless set.
 * @throws {TypeError} from the constructor, when neither `mailhost` nor `transport` is given, the mail host is none, or an
 * address is none
 * @throws {RangeError} from the constructor, for a number that bounds nothing
 */
export class MailHandler extends Handler {
  readonly #options: MailHandlerOptions
  readonly #head: Letterhead
  readonly #ignores: (record: LogRecord) => boolean
  readonly #throttle: Throttle
  readonly #clock: MailClock
  readonly #warn: (line: string) => void
  readonly #post: Post
  readonly #exit = exitFlush()
  /** Threads by the keys of the errors that are told apart at a time. */
  readonly #threads = new BoundedCache<MailThread>({ maxEntries: 1000 })
  readonly #threadKey: (record: LogRecord) => string
  #cancelTimer: (() => void) | undefined
  #leaveExit: (() => void) | undefined

  constructor(options: MailHandlerOptions) {
    super()
    checkMailOptions(options)
    this.setLevel(options.level ?? Level.ERROR)
    this.setFormatter(options.formatter ?? new Formatter(mailFormat))
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#head = letterhead(options)
    this.#threadKey = createThreadKey(this.#head.redactor.redactText)
    this.#ignores = createIgnore(options.ignore)
    this.#warn = options.warn ?? ((line: string): void => writeStderr(`culprit mail: ${line}\n`))
    const spoolDir = options.spoolDir ?? spoolDirectory({ application: options.application })
    this.#throttle = new Throttle({
      windowMs: options.window?.ms ?? 300_000,
      mode: options.window?.mode ?? 'fixed',
      cap: capOf(spoolDir, 'mails', options.cap?.perHour ?? 20),
      noticeCap: capOf(spoolDir, 'notices', 2),
    })
    this.#post = new Post(
      { ...options, spoolDir },
      {
        clock: this.#clock,
        warn: this.#warn,
        lost: (reason, count) => this.countLoss(reason, count),
        around: (deliver) => deliverWithout(this, deliver),
      },
    )
    tellDoctor({ kind: 'mail', spoolDir: spoolDir || undefined, verify: () => this.#post.verify() })
    if (this.#head.to.length === 0)
      this.#warn('error mails have no recipients, so none will be sent; set `to`')
  }

  emit(record: LogRecord): void {
    if (this.#head.to.length === 0) return this.countLoss('no-recipients')
    if (attempt(() => this.#ignores(record)) === true) return this.countLoss('ignored')
    this.#leaveExit ??= this.#exit.add(this)
    const at = this.#clock.now()
    const key = this.#keyOf(record)
    const verdict = this.#throttle.see(key, recordTitle(record), at)
    const thread = this.#threads.get(key) ?? this.#threads.set(key, this.#newThread(record, key))
    if (verdict.mail) this.#mailFirst(record, thread, at)
    if (verdict.wantsSample)
      this.#throttle.keep(key, { at, text: redacted(this.#head, this.#textOf(record), sampleLimit) })
    if (verdict.digestDue) this.#pushDigest(key, at)
    if (!verdict.mail) this.#pushNotice(this.#throttle.notice(at), at)
    if (this.#cancelTimer === undefined) this.#schedule(at)
    // Nobody would flush once the process has told its listeners that it ends.
    if (this.#exit.exiting) this.flushSync()
  }

  /** Returns the subject of a first mail; override it or give `subject`. It is redacted, and cut to one line, after. */
  getSubject(record: LogRecord): string {
    const { subject } = this.#options
    if (typeof subject === 'string') return subject
    if (subject !== undefined) return subject(record)
    return subjectLine({ ...this.#head, title: redacted(this.#head, recordTitle(record), 500) })
  }

  /** Sends the digests of what was counted, and resolves when all mails were sent or cannot be sent for now. */
  override async flush(): Promise<void> {
    this.#pushDigests()
    await this.#post.flush(this.#options.flushTimeoutMs ?? flushTimeoutMs)
  }

  /** Stores everything there is to tell, then lets another process send it for at most `crashTimeoutMs`. */
  override flushSync(): void {
    this.#pushDigests()
    this.#pushLastNotice()
    this.#post.flushSync(this.#options.crashTimeoutMs ?? 3000)
  }

  /** Tries every mail that waits in the spool now, those of earlier processes too; begins none after `timeoutMs`. */
  drain(timeoutMs = 60_000): Promise<DrainReport> {
    return this.#post.drain(timeoutMs)
  }

  /** Resolves when the mail server can be reached and takes the credentials. @throws {DeliveryError} when not. */
  async verify(): Promise<void> {
    await this.#post.verify()
  }

  override async close(): Promise<void> {
    this.#pushDigests()
    this.#pushLastNotice()
    await this.#post.flush(this.#options.flushTimeoutMs ?? flushTimeoutMs)
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    this.#leaveExit?.()
    this.#leaveExit = undefined
    this.#post.close()
  }

  #mailFirst(record: LogRecord, thread: MailThread, at: number): void {
    const { fingersCrossed, includeLocals } = this.#options
    const occurrence = {
      thread: thread.key,
      at,
      subject: this.#subjectOf(record),
      text: this.#textOf(record),
      reference: referenceOf(record),
      sections: recordSections(record, includeLocals === false ? undefined : includeLocals),
      trail: fingersCrossed?.before(record) ?? [],
    }
    const mail = occurrenceMail(this.#head, occurrence)
    this.#post.push(mail, () => inThread(mail, thread.hash))
  }

  #pushDigests(): void {
    const at = this.#clock.now()
    for (const digest of this.#throttle.all(at)) this.#postDigest(digest, at)
  }

  #pushDigest(key: string, at: number): void {
    const digest = this.#throttle.digestOf(key, at)
    if (digest !== undefined) this.#postDigest(digest, at)
  }

  #pushNotice(limited: Limited | undefined, at: number): void {
    if (limited !== undefined) this.#post.push(limitMail(this.#head, limited, at))
  }

  /** What no mail may tell any more is told on stderr, and counted. */
  #pushLastNotice(): void {
    const at = this.#clock.now()
    const last = this.#throttle.lastNotice(at)
    if (last === undefined) return
    if (last.mayMail) return this.#pushNotice(last.limited, at)
    this.countLoss('limited', last.limited.errors)
    this.#warn(`${last.limited.errors} error(s) had no mail, since the limit was reached`)
  }

  #onTimer(): void {
    const at = this.#clock.now()
    for (const digest of this.#throttle.due(at)) this.#postDigest(digest, at)
    this.#pushNotice(this.#throttle.notice(at), at)
    this.#schedule(at)
  }

  #schedule(at: number): void {
    const next = this.#throttle.nextAt()
    this.#cancelTimer = undefined
    if (next === undefined) return
    const delayMs = Math.min(Math.max(100, next - at), 3_600_000)
    this.#cancelTimer = this.#clock.setTimer(() => this.#onTimer(), delayMs)
  }

  #postDigest(digest: Digest, at: number): void {
    const thread = this.#threads.get(digest.key)?.hash ?? mailFingerprint(digest.key)
    this.#post.push(digestMail(this.#head, { ...digest, thread }, at))
  }

  /** An application with a key of its own says by it what belongs together. */
  #newThread(record: LogRecord, key: string): MailThread {
    return new MailThread(
      mailFingerprint(key),
      this.#options.key === undefined ? record : undefined,
      this.#threadKey,
    )
  }

  /** What the application brings may fail; the error is mailed all the same. */
  #keyOf(record: LogRecord): string {
    const { key } = this.#options
    return attempt(() => key?.(record)) ?? mailKey(record)
  }

  #subjectOf(record: LogRecord): string {
    return attempt(() => this.getSubject(record)) ?? subjectLine({ ...this.#head, title: record.levelname })
  }

  #textOf(record: LogRecord): string {
    const text = attempt(() => this.format(record))
    if (text !== undefined) return text
    return `(The formatter failed; this is the message as it was given.)\n${String(record.msg)}\n${errorText(record.error)}`
  }
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

function capOf(spoolDir: string | false, name: string, perHour: number): HourlyCap {
  if (spoolDir === false) return createHourlyCap(perHour)
  return createSharedCap({ directory: join(spoolDir, 'cap'), name, perHour })
}
