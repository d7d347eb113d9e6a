import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '../http/sha256.ts'
import { makeFolder } from '../logging/make-folder.ts'
import { isProcessAlive } from './process-alive.ts'
import { claimName, parseClaimName, parseSpoolName, spoolName } from './spool-name.ts'
import type { Claim, SpooledFile, SpoolEnding } from './spool-name.ts'
import { tryList, tryMove, tryRemove } from './try-files.ts'

/** What a spool folder needs to know. */
export interface SpoolFolderOptions {
  readonly directory: string
  readonly ending: SpoolEnding
  readonly maxFiles: number
  readonly maxBytes: number
  /**
   * Bounds are checked with every write of this number, so they may be exceeded by one less for each process. Looking
   * into the directory is what a write costs most. @default 1
   */
  readonly checkEvery?: number | undefined
  readonly now?: (() => number) | undefined
  readonly pid?: number | undefined
  readonly host?: string | undefined
}

/** What to write, and how. */
export interface SpoolWrite {
  readonly body: Uint8Array
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly notBefore?: number | undefined
  /** 1 to 32 lowercase hex digits. @default random */
  readonly id?: string | undefined
  /** Whether it shall survive a power cut too, for a few milliseconds. @default true */
  readonly durable?: boolean | undefined
  /** Whether this process sends it itself, so that others leave it alone while this one lives. */
  readonly claimed?: boolean | undefined
}

/** A file that was written, and how many older ones went for it. */
export interface SpoolWritten {
  readonly file: SpooledFile
  readonly dropped: number
}

/** A claim this old is taken over even when its process seems to live: process ids are given again. */
const leaseMs = 120_000
const staleDraftMs = 3_600_000

/**
 * A directory of files that several processes share, made like a maildir: a file is written in `tmp`, waits in `new`
 * and is moved to `cur` by the one process that sends it; a rename decides who that is, so nobody sends it twice.
 * Directories are 0700 and files 0600. The file operations are synchronous so that a crash cannot come between a file
 * and its place; they take about 2 ms a durable file.
 */
export class SpoolFolder {
  readonly directory: string
  readonly #options: SpoolFolderOptions
  readonly #now: () => number
  readonly #pid: number
  readonly #host: string
  /** When this process began: an older claim with its id was made by a process that had it before. */
  readonly #bornAt: number
  readonly #claimed = new Map<SpooledFile, string>()
  #prepared = false
  #unchecked = 0

  constructor(options: SpoolFolderOptions) {
    this.#options = options
    this.directory = options.directory
    this.#now = options.now ?? Date.now
    this.#pid = options.pid ?? process.pid
    this.#bornAt = Math.floor(this.#now() - process.uptime() * 1000)
    // Hashed: a host name may hold characters that separate the parts of our names.
    this.#host = Buffer.from(sha256(options.host ?? hostname()), 'base64').toString('hex', 0, 4)
  }

  /** Writes a file; the oldest go when there are more than fit. Returns how many. @throws {Error} When it cannot. */
  write(write: SpoolWrite): SpoolWritten {
    try {
      return this.#write(write)
    } catch (error) {
      // Somebody has tidied up the directory since it was made.
      if (!this.#prepared || !isGone(error)) throw error
      this.#prepared = false
      return this.#write(write)
    }
  }

  /** Returns the files that nobody is sending, oldest first. */
  waiting(): readonly SpooledFile[] {
    return tryList(this.#path('new'))
      .map((name) => parseSpoolName(name, this.#options.ending))
      .filter((file) => file !== undefined)
      .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  }

  /** Takes a file for sending and returns true, or false when another process was faster. */
  claim(file: SpooledFile): boolean {
    const place = this.#claimedPath(file)
    if (!tryMove(this.#path('new', this.#nameOf(file)), place)) return false
    this.#claimed.set(file, place)
    return true
  }

  /** Returns what a claimed file holds. @throws {Error} When it cannot be read. */
  read(file: SpooledFile): Buffer {
    return readFileSync(this.#claimed.get(file) ?? this.#path('new', this.#nameOf(file)))
  }

  /** Removes a claimed file, or one that waits. */
  remove(file: SpooledFile): void {
    tryRemove(this.#claimed.get(file) ?? this.#path('new', this.#nameOf(file)))
    this.#claimed.delete(file)
  }

  /** Gives a claimed file back, to be tried again not before a time; a time counts the attempt. */
  release(file: SpooledFile, later?: { readonly notBefore: number }): void {
    const place = this.#claimed.get(file)
    this.#claimed.delete(file)
    if (place === undefined) return
    const next = later === undefined ? file : { ...file, ...later, attempts: file.attempts + 1 }
    tryMove(place, this.#path('new', this.#nameOf(next)))
  }

  /** Frees the files whose sender is gone, and removes drafts that nobody will finish. Returns how many it freed. */
  recover(): number {
    let count = 0
    for (const name of tryList(this.#path('cur'))) {
      const found = parseClaimName(name, this.#options.ending)
      if (found === undefined || !this.#isStale(found.claim)) continue
      if (tryMove(this.#path('cur', name), this.#path('new', this.#nameOf(found.file)))) count++
    }
    for (const name of tryList(this.#path('tmp'))) this.#removeStaleDraft(this.#path('tmp', name))
    return count
  }

  /** Gives back all that this very object has claimed. */
  releaseAll(): void {
    for (const file of this.#claimed.keys()) this.release(file)
  }

  #write(write: SpoolWrite): SpoolWritten {
    this.#prepare()
    const { body, createdAt, id = randomId() } = write
    const file = { createdAt, notBefore: write.notBefore ?? createdAt, attempts: 0, bytes: body.length, id }
    const draft = this.#path('tmp', id)
    writeWhole(draft, body, write.durable ?? true)
    const dropped = this.#makeRoom(body.length)
    const place = write.claimed === true ? this.#claimedPath(file) : this.#path('new', this.#nameOf(file))
    renameSync(draft, place)
    if (write.claimed === true) this.#claimed.set(file, place)
    return { file, dropped }
  }

  #isStale({ host, pid, since }: Claim): boolean {
    if (Math.abs(this.#now() - since) > leaseMs) return true
    if (host !== this.#host) return false
    return pid === this.#pid ? since < this.#bornAt : !isProcessAlive(pid)
  }

  #removeStaleDraft(path: string): void {
    try {
      if (this.#now() - statSync(path).mtimeMs > staleDraftMs) unlinkSync(path)
    } catch {
      // Another process has tidied up.
    }
  }

  #makeRoom(bytes: number): number {
    this.#unchecked++
    if (this.#unchecked < (this.#options.checkEvery ?? 1)) return 0
    this.#unchecked = 0
    const { maxFiles, maxBytes } = this.#options
    const waiting = this.waiting()
    let total = waiting.reduce((sum, file) => sum + file.bytes, bytes)
    let dropped = 0
    for (const file of waiting) {
      if (waiting.length - dropped < maxFiles && total <= maxBytes) break
      tryRemove(this.#path('new', this.#nameOf(file)))
      total -= file.bytes
      dropped++
    }
    return dropped
  }

  /** Rights are set again on directories that exist: they may have been made by hand. */
  #prepare(): void {
    if (this.#prepared) return
    makeFolder(this.directory, 0o700)
    chmodSync(this.directory, 0o700)
    for (const part of ['tmp', 'new', 'cur']) makeFolder(this.#path(part), 0o700)
    this.#prepared = true
  }

  #nameOf(file: SpooledFile): string {
    return spoolName(file, this.#options.ending)
  }

  #claimedPath(file: SpooledFile): string {
    const claim = { host: this.#host, pid: this.#pid, since: this.#now() }
    return this.#path('cur', claimName(file, claim, this.#options.ending))
  }

  #path(part: string, name = ''): string {
    return join(this.directory, part, name)
  }
}

function writeWhole(path: string, body: Uint8Array, durable: boolean): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    for (let at = 0; at < body.length;) at += writeSync(file, body, at)
    if (durable) fsyncSync(file)
  } catch (error) {
    tryRemove(path)
    throw error
  } finally {
    closeSync(file)
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function randomId(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString('hex')
}
