import type { ClaimedMail, MailStore, Stored } from './mail-store.ts'
import { parseOutgoingMail, type OutgoingMail } from './outgoing-mail.ts'
import { SpoolFolder } from './spool-folder.ts'
import type { SpooledMail } from './spool-name.ts'

/** What a spool needs to know; all but the directory have defaults. */
export interface SpoolOptions {
  readonly directory: string
  /** @default 1,000 */
  readonly maxMails?: number | undefined
  /** @default 50,000,000 */
  readonly maxBytes?: number | undefined
  readonly now?: (() => number) | undefined
  readonly pid?: number | undefined
  readonly host?: string | undefined
}

/** Mails in a directory that several processes share: a `SpoolFolder` whose files are mails as JSON. */
export class Spool implements MailStore {
  readonly directory: string
  readonly #folder: SpoolFolder

  constructor(options: SpoolOptions) {
    this.directory = options.directory
    const { maxMails = 1000, maxBytes = 50_000_000 } = options
    this.#folder = new SpoolFolder({ ...options, ending: 'mail', maxFiles: maxMails, maxBytes })
  }

  write(mail: OutgoingMail): Stored {
    const body = Buffer.from(JSON.stringify(mail))
    const { dropped } = this.#folder.write({ body, createdAt: mail.createdAt })
    return { dropped }
  }

  waiting(): readonly SpooledMail[] {
    return this.#folder.waiting()
  }

  claim(entry: SpooledMail): ClaimedMail | undefined {
    return this.#folder.claim(entry) ? { entry, mail: this.#read(entry) } : undefined
  }

  remove({ entry }: ClaimedMail): void {
    this.#folder.remove(entry)
  }

  release({ entry }: ClaimedMail, later?: { readonly notBefore: number }): void {
    this.#folder.release(entry, later)
  }

  recover(): number {
    return this.#folder.recover()
  }

  releaseAll(): void {
    this.#folder.releaseAll()
  }

  #read(entry: SpooledMail): OutgoingMail | undefined {
    try {
      return parseOutgoingMail(this.#folder.read(entry).toString('utf8'))
    } catch {
      return undefined
    }
  }
}
