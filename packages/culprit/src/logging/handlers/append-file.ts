import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from '../make-folder.ts'

/** How an `AppendFile` opens and writes. */
export interface AppendFileOptions {
  /** `'a'` appends; `'w'` empties the file at the first opening. */
  readonly mode: 'a' | 'w'
  readonly encoding: BufferEncoding
}

/** The largest number of attempts to write to a pipe that is full, 1 ms apart. */
const attemptsWhenBusy = 50

/**
 * A file that text is appended to synchronously, with its place in the file system: which inode, how many bytes,
 * whether a regular file. It holds no buffer; a missing directory is made.
 */
export class AppendFile {
  readonly path: string
  readonly #options: AppendFileOptions
  #descriptor: number | undefined
  #openedBefore = false
  #size = 0
  /** Whether the last write ended in the middle: the disk was full. */
  #isTorn = false
  #isRegular = false
  #device = 0
  #inode = 0

  constructor(path: string, options: AppendFileOptions) {
    this.path = path
    this.#options = options
  }

  get isOpen(): boolean {
    return this.#descriptor !== undefined
  }

  /** Bytes in the file as far as this writer knows: its size when opened and what was written since. */
  get size(): number {
    return this.#size
  }

  /** Whether what is open is a regular file, not a device, pipe or socket. */
  get isRegular(): boolean {
    return this.#isRegular
  }

  /** Opens the file if it is not open. @throws {Error} the system's, for instance ENOENT or EACCES. */
  open(): void {
    if (this.#descriptor !== undefined) return
    const empties = this.#options.mode === 'w' && !this.#openedBefore
    const flags =
      constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | (empties ? constants.O_TRUNC : 0)
    const descriptor = openMakingDirectory(this.path, flags)
    const facts = fstatSync(descriptor)
    this.#descriptor = descriptor
    this.#openedBefore = true
    this.#isTorn = false
    this.#size = facts.size
    this.#isRegular = facts.isFile()
    this.#device = facts.dev
    this.#inode = facts.ino
  }

  /** Says whether `facts` describe the file that is open. */
  isSameFile(facts: { readonly dev: number; readonly ino: number }): boolean {
    return facts.dev === this.#device && facts.ino === this.#inode
  }

  /**
   * Writes all of `text`, opening the file first if need be. After a line that a full disk has cut in the middle,
   * the next one begins on a line of its own.
   * @throws {Error} the system's, as ENOSPC
   */
  write(text: string): void {
    this.open()
    if (this.#isTorn) this.#endTornLine()
    const { encoding } = this.#options
    const length = Buffer.byteLength(text, encoding)
    let written = 0
    try {
      // The string goes to the system call as it is: half the cost of encoding it into a buffer first.
      written = writeSync(this.#fd(), text, null, encoding)
    } catch (error) {
      if (!isBusy(error)) throw error
    }
    if (written < length) this.#writeRest(Buffer.from(text, encoding), written)
    this.#size += length
  }

  #endTornLine(): void {
    this.#size += writeSync(this.#fd(), '\n', null, this.#options.encoding)
    this.#isTorn = false
  }

  /** Reads the size from the system, where other processes append to the same file. */
  refreshSize(): void {
    if (this.#descriptor !== undefined) this.#size = fstatSync(this.#descriptor).size
  }

  close(): void {
    const descriptor = this.#descriptor
    this.#descriptor = undefined
    if (descriptor !== undefined) closeSync(descriptor)
  }

  #fd(): number {
    if (this.#descriptor === undefined) throw new Error(`The log file ${this.path} is not open.`)
    return this.#descriptor
  }

  #writeRest(bytes: Buffer, start: number): void {
    let written = start
    for (let attempt = 0; written < bytes.length; attempt += 1) {
      try {
        written += writeSync(this.#fd(), bytes, written)
      } catch (error) {
        if (!isBusy(error) || attempt >= attemptsWhenBusy) {
          this.#isTorn = written > 0
          this.#size += written
          throw error
        }
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
      }
    }
  }
}

function openMakingDirectory(path: string, flags: number): number {
  try {
    return openSync(path, flags, 0o666)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    makeFolder(dirname(path))
    return openSync(path, flags, 0o666)
  }
}

function isBusy(error: unknown): boolean {
  const code = errorCode(error)
  return code === 'EAGAIN' || code === 'EINTR'
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
