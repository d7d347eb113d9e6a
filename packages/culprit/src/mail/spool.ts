import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { ClaimedMail, MailStore, Stored } from './mail-store.ts'
import { parseOutgoingMail, type OutgoingMail } from './outgoing-mail.ts'
import { isProcessAlive } from './process-alive.ts'
import { claimName, parseClaimName, parseSpoolName, spoolName, type SpooledMail } from './spool-name.ts'
import { tryList, tryMove, tryRemove } from './try-files.ts'

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

/** A claim this old is taken over even when its process seems to live: process ids are given again. */
const leaseMs = 120_000
const staleDraftMs = 3_600_000

/**
 * A directory of mails that several processes share, made like a maildir: a mail is written in `tmp`, waits in `new`
 * and is moved to `cur` by the one process that sends it; a rename decides who that is, so nobody sends it twice.
 * Directories are 0700 and files 0600. The file operations are synchronous so that a crash cannot come between a mail
 * and its place; they take about 2 ms a mail, a few times an hour.
 */
export class Spool implements MailStore {
  readonly directory: string
  readonly #maxMails: number
  readonly #maxBytes: number
  readonly #now: () => number
  readonly #pid: number
  readonly #host: string
  readonly #claimed = new Map<SpooledMail, string>()
  #prepared = false

  constructor(options: SpoolOptions) {
    this.directory = options.directory
    this.#maxMails = options.maxMails ?? 1000
    this.#maxBytes = options.maxBytes ?? 50_000_000
    this.#now = options.now ?? Date.now
    this.#pid = options.pid ?? process.pid
    // Hashed: a host name may hold characters that separate the parts of our names.
    this.#host = createHash('sha256')
      .update(options.host ?? hostname())
      .digest('hex')
      .slice(0, 8)
  }

  write(mail: OutgoingMail): Stored {
    this.#prepare()
    const body = Buffer.from(JSON.stringify(mail))
    const id = randomBytes(8).toString('hex')
    const entry = {
      createdAt: mail.createdAt,
      notBefore: mail.createdAt,
      attempts: 0,
      bytes: body.length,
      id,
    }
    const draft = this.#path('tmp', id)
    writeDurably(draft, body)
    const dropped = this.#makeRoom(body.length)
    renameSync(draft, this.#path('new', spoolName(entry)))
    return { dropped }
  }

  waiting(): readonly SpooledMail[] {
    return tryList(this.#path('new'))
      .map(parseSpoolName)
      .filter((entry) => entry !== undefined)
      .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  }

  claim(entry: SpooledMail): ClaimedMail | undefined {
    const place = this.#path(
      'cur',
      claimName(entry, { host: this.#host, pid: this.#pid, since: this.#now() }),
    )
    if (!tryMove(this.#path('new', spoolName(entry)), place)) return undefined
    this.#claimed.set(entry, place)
    return { entry, mail: readMail(place) }
  }

  remove({ entry }: ClaimedMail): void {
    const place = this.#claimed.get(entry)
    this.#claimed.delete(entry)
    if (place !== undefined) tryRemove(place)
  }

  release({ entry }: ClaimedMail, later?: { readonly notBefore: number }): void {
    const place = this.#claimed.get(entry)
    this.#claimed.delete(entry)
    if (place === undefined) return
    const next = later === undefined ? entry : { ...entry, ...later, attempts: entry.attempts + 1 }
    tryMove(place, this.#path('new', spoolName(next)))
  }

  recover(): number {
    let count = 0
    for (const name of tryList(this.#path('cur'))) {
      const found = parseClaimName(name)
      if (found === undefined || !this.#isStale(found.claim)) continue
      if (tryMove(this.#path('cur', name), this.#path('new', spoolName(found.mail)))) count++
    }
    for (const name of tryList(this.#path('tmp'))) this.#removeStaleDraft(this.#path('tmp', name))
    return count
  }

  releaseAll(): void {
    for (const entry of this.#claimed.keys()) this.release({ entry, mail: undefined })
  }

  #isStale({
    host,
    pid,
    since,
  }: {
    readonly host: string
    readonly pid: number
    readonly since: number
  }): boolean {
    if (Math.abs(this.#now() - since) > leaseMs) return true
    return host === this.#host && pid !== this.#pid && !isProcessAlive(pid)
  }

  #removeStaleDraft(path: string): void {
    try {
      if (this.#now() - statSync(path).mtimeMs > staleDraftMs) unlinkSync(path)
    } catch {
      // Another process has tidied up.
    }
  }

  #makeRoom(bytes: number): number {
    const waiting = this.waiting()
    let total = waiting.reduce((sum, entry) => sum + entry.bytes, bytes)
    let dropped = 0
    for (const entry of waiting) {
      if (waiting.length - dropped < this.#maxMails && total <= this.#maxBytes) break
      tryRemove(this.#path('new', spoolName(entry)))
      total -= entry.bytes
      dropped++
    }
    return dropped
  }

  /** Rights are set again on directories that exist: they may have been made by hand. */
  #prepare(): void {
    if (this.#prepared) return
    mkdirSync(this.directory, { recursive: true, mode: 0o700 })
    chmodSync(this.directory, 0o700)
    for (const part of ['tmp', 'new', 'cur']) mkdirSync(this.#path(part), { recursive: true, mode: 0o700 })
    this.#prepared = true
  }

  #path(part: string, name = ''): string {
    return join(this.directory, part, name)
  }
}

function writeDurably(path: string, body: Buffer): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    for (let at = 0; at < body.length;) at += writeSync(file, body, at)
    fsyncSync(file)
  } catch (error) {
    tryRemove(path)
    throw error
  } finally {
    closeSync(file)
  }
}

function readMail(path: string): OutgoingMail | undefined {
  try {
    return parseOutgoingMail(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
