import type { EntryCount, Lane } from '../domain/digest-plan.ts'
import type { SpoolWriter } from '../ports/spool.ts'

export interface BacklogDeps {
  readonly spool: Pick<SpoolWriter, 'usage'>
  /** Undigested bytes at which requests are refused. */
  readonly spoolBytes: number
  /** How much may wait before digestion counts as behind. */
  readonly room: BacklogRoom
}

export interface BacklogRoom {
  readonly entries: number
  /** As they lie in the spool, compressed. */
  readonly bytes: number
}

/** What was taken in and is not digested yet, by project. Bounded by the projects that have something waiting. */
export interface Backlog {
  /** Counts an entry of a project as undigested and returns its lane. */
  enter(projectId: number): Lane
  /** Takes entries out of the undigested ones: digested, or not stored after all. */
  digested(count: EntryCount): void
  /**
   * True when more waits than there is room for, and more of this project than its share of the room. When all is too
   * much, at least one project has more than its share.
   */
  isBehind(projectId: number, expected?: Expected): boolean
  /** Entries that wait, of all projects. */
  entries(): number
}

/** Entries that are about to come, and count as waiting. */
interface Expected {
  readonly ofAll: number
  readonly ofProject: number
}

/** A project with this many times the room, or this share of a full spool, waits in the lane for noisy ones. */
const roomsInMain = 1.25
const spoolShareInMain = 0.2

/** Returns the account of what waits; it begins empty, whatever the spool holds from before. */
export function createBacklog(deps: BacklogDeps): Backlog {
  return new ProjectBacklog(deps)
}

class ProjectBacklog implements Backlog {
  readonly #deps: BacklogDeps
  readonly #undigested = new Map<number, number>()
  #sum = 0

  constructor(deps: BacklogDeps) {
    this.#deps = deps
  }

  enter(projectId: number): Lane {
    const { pendingBytes, pendingEntries } = this.#deps.spool.usage()
    // Nothing waits, so whatever was not reported as digested was forgotten: a damaged entry, for one.
    if (pendingEntries === 0) this.#forget()
    const undigested = this.#undigested.get(projectId) ?? 0
    this.#undigested.set(projectId, undigested + 1)
    this.#sum += 1
    const waiting = Math.min(undigested, pendingEntries)
    // How large this project's entries are is not kept; the average of all serves.
    const share =
      pendingEntries === 0 ? 0 : (waiting / pendingEntries) * (pendingBytes / this.#deps.spoolBytes)
    return waiting >= roomsInMain * this.#room() || share > spoolShareInMain ? 'bulk' : 'main'
  }

  digested({ projectId, entries }: EntryCount): void {
    const known = this.#undigested.get(projectId) ?? 0
    const left = Math.max(0, known - entries)
    this.#sum -= known - left
    if (left > 0) this.#undigested.set(projectId, left)
    else this.#undigested.delete(projectId)
  }

  isBehind(projectId: number, expected: Expected = { ofAll: 0, ofProject: 0 }): boolean {
    const room = this.#room()
    if (this.entries() + expected.ofAll <= room) return false
    const own = (this.#undigested.get(projectId) ?? 0) + expected.ofProject
    return own > room / Math.max(1, this.#undigested.size)
  }

  entries(): number {
    return Math.min(this.#sum, this.#deps.spool.usage().pendingEntries)
  }

  /** In entries, of the size that those in the spool have. */
  #room(): number {
    const { pendingBytes, pendingEntries } = this.#deps.spool.usage()
    const { entries, bytes } = this.#deps.room
    return pendingBytes === 0 ? entries : Math.min(entries, (bytes / pendingBytes) * pendingEntries)
  }

  #forget(): void {
    this.#undigested.clear()
    this.#sum = 0
  }
}
