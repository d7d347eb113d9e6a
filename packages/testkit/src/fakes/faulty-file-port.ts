import { constants } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { FilePort, SpoolFile } from '@culprit/tracker'

/** The faults that can be switched on; each stays on until it is switched off, `failSync` excepted. */
export interface FaultyFilePort extends FilePort {
  /** Lets the nth coming sync of a file fail (1: the next one); what it should have saved is forgotten for good. */
  failSync(nth: number): void
  /** Lets every truncation fail with EIO. */
  failTruncate(on: boolean): void
  /** At most this many bytes are written in one call; undefined for no limit. */
  shortWrites(maxBytes: number | undefined): void
  /** After this many more bytes the disk is full; undefined for never. */
  fillDiskAfter(bytes: number | undefined): void
  /** Everything that changes the directory fails with EROFS. */
  readOnly(on: boolean): void
  setFreeBytes(bytes: number): void
  /**
   * Turns the power off: the directory becomes what a disk may hold then, and every further call fails. Synced bytes
   * and names are there; of bytes written after, a random part is there, some of its pages as zeros.
   */
  powerCut(random?: () => number): Promise<void>
  syncs(): number
}

interface Tracked {
  /** What a power cut cannot take away. */
  durable: Buffer
  nameDurable: boolean
  /** Ranges that a failed sync gave up: they read well until the power goes. */
  forgotten: { readonly from: number; readonly to: number }[]
}

interface Faults {
  failSyncIn: number
  failTruncate: boolean
  shortWrites: number | undefined
  diskLeft: number | undefined
  readOnly: boolean
  off: boolean
  syncs: number
  freeBytes: number
}

/**
 * Returns a file port over real files below a temporary directory that fails on demand and knows what a power cut
 * would leave. Keeps a copy of every file in memory, so it is for small spools.
 */
export function createFaultyFilePort(): FaultyFilePort {
  return new DiskWithFaults()
}

type Handle = Awaited<ReturnType<typeof open>>

class DiskWithFaults implements FaultyFilePort {
  readonly #files = new Map<string, Tracked>()
  /** Unlinked files whose directory was not synced since: a power cut brings them back. */
  readonly #unlinked = new Map<string, Tracked>()
  readonly #handles = new Set<Handle>()
  readonly #faults: Faults = {
    failSyncIn: 0,
    failTruncate: false,
    shortWrites: undefined,
    diskLeft: undefined,
    readOnly: false,
    off: false,
    syncs: 0,
    freeBytes: 1024 ** 4,
  }

  async makeDir(path: string): Promise<void> {
    this.#mayChange()
    await mkdir(path, { recursive: true, mode: 0o700 })
  }

  async create(path: string): Promise<SpoolFile> {
    this.#mayChange()
    if (this.#faults.diskLeft === 0) throw failure('ENOSPC')
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600)
    const tracked: Tracked = { durable: Buffer.alloc(0), nameDurable: false, forgotten: [] }
    this.#files.set(path, tracked)
    return this.#file(handle, path, tracked)
  }

  async open(path: string): Promise<SpoolFile> {
    this.#mayChange()
    const handle = await open(path, constants.O_RDWR)
    const tracked = this.#files.get(path) ?? {
      durable: await readFile(path),
      nameDurable: true,
      forgotten: [],
    }
    this.#files.set(path, tracked)
    return this.#file(handle, path, tracked)
  }

  async list(dir: string): Promise<readonly string[]> {
    this.#mustBeOn()
    return await readdir(dir)
  }

  async readText(path: string): Promise<string> {
    this.#mustBeOn()
    return await readFile(path, 'utf8')
  }

  async rename(from: string, to: string): Promise<void> {
    this.#mayChange()
    await rename(from, to)
    const tracked = this.#files.get(from)
    this.#files.delete(from)
    if (tracked) this.#files.set(to, { ...tracked, nameDurable: false })
  }

  async unlink(path: string): Promise<void> {
    this.#mayChange()
    await unlink(path)
    const tracked = this.#files.get(path)
    this.#files.delete(path)
    if (tracked?.nameDurable) this.#unlinked.set(path, tracked)
  }

  async syncDir(path: string): Promise<void> {
    this.#mayChange()
    await stat(path)
    for (const [name, tracked] of this.#files) if (dirname(name) === path) tracked.nameDurable = true
    for (const name of this.#unlinked.keys()) if (dirname(name) === path) this.#unlinked.delete(name)
  }

  async freeBytes(): Promise<number> {
    this.#mustBeOn()
    return await Promise.resolve(this.#faults.freeBytes)
  }

  failSync(nth: number): void {
    this.#faults.failSyncIn = nth
  }

  failTruncate(on: boolean): void {
    this.#faults.failTruncate = on
  }

  shortWrites(maxBytes: number | undefined): void {
    this.#faults.shortWrites = maxBytes
  }

  fillDiskAfter(bytes: number | undefined): void {
    this.#faults.diskLeft = bytes
  }

  readOnly(on: boolean): void {
    this.#faults.readOnly = on
  }

  setFreeBytes(bytes: number): void {
    this.#faults.freeBytes = bytes
  }

  syncs(): number {
    return this.#faults.syncs
  }

  async powerCut(random: () => number = Math.random): Promise<void> {
    this.#faults.off = true
    for (const handle of this.#handles) await handle.close()
    this.#handles.clear()
    for (const [path, tracked] of this.#files) {
      if (tracked.nameDurable || random() < 0.5)
        await writeFile(path, survivors(tracked, await readFile(path), random))
      else await unlink(path)
    }
    for (const [path, tracked] of this.#unlinked) await writeFile(path, tracked.durable)
  }

  #file(handle: Handle, path: string, tracked: Tracked): SpoolFile {
    this.#handles.add(handle)
    return {
      write: async (bytes, position) => {
        this.#mayChange()
        const all = Buffer.concat(bytes)
        const most = Math.min(
          all.length,
          this.#faults.shortWrites ?? all.length,
          this.#faults.diskLeft ?? all.length,
        )
        if (most === 0 && all.length > 0) throw failure('ENOSPC')
        if (this.#faults.diskLeft !== undefined) this.#faults.diskLeft -= most
        const { bytesWritten } = await handle.write(all, 0, most, position)
        return bytesWritten
      },
      sync: async () => {
        this.#mayChange()
        this.#faults.syncs += 1
        const now = await readFile(this.#pathOf(tracked) ?? path)
        if (this.#faults.failSyncIn > 0) {
          this.#faults.failSyncIn -= 1
          if (this.#faults.failSyncIn === 0) {
            tracked.forgotten.push({ from: tracked.durable.length, to: now.length })
            throw failure('EIO')
          }
        }
        for (const { from, to } of tracked.forgotten) now.fill(0, from, to)
        tracked.durable = now
      },
      truncate: async (size) => {
        this.#mayChange()
        if (this.#faults.failTruncate) throw failure('EIO')
        await handle.truncate(size)
      },
      close: async () => {
        if (this.#handles.delete(handle)) await handle.close()
      },
    }
  }

  #pathOf(tracked: Tracked): string | undefined {
    for (const [path, candidate] of this.#files) if (candidate === tracked) return path
    return undefined
  }

  #mustBeOn(): void {
    if (this.#faults.off) throw failure('EIO')
  }

  #mayChange(): void {
    this.#mustBeOn()
    if (this.#faults.readOnly) throw failure('EROFS')
  }
}

const pageBytes = 64

/** What may be left of a file: its durable bytes, then some of what followed, with pages that never made it as zeros. */
function survivors(tracked: Tracked, current: Buffer, random: () => number): Buffer {
  const { durable, forgotten } = tracked
  if (current.length <= durable.length) return random() < 0.5 ? durable : durable.subarray(0, current.length)
  const rest = Buffer.from(
    current.subarray(
      durable.length,
      durable.length + Math.floor(random() * (current.length - durable.length + 1)),
    ),
  )
  for (let at = 0; at < rest.length; at += pageBytes) if (random() < 0.3) rest.fill(0, at, at + pageBytes)
  const all = Buffer.concat([durable, rest])
  for (const { from, to } of forgotten) all.fill(0, from, to)
  return all
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: injected fault`), { code })
}
