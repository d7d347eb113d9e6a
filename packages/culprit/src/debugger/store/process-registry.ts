import { appendFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** Why an error cannot be reached. */
export interface GoneState {
  readonly state: 'expired' | 'restarted' | 'other-process'
  /** The process that answers, or for `other-process` the one that has the error. */
  readonly pid: number
  /** When the process that answers started: ISO 8601. */
  readonly started: string
  readonly error: string
}

/** Processes that are looked through, the newest first. */
const maxFiles = 200
const maxFileBytes = 40_000
const dayMs = 86_400_000

/**
 * The ids of errors by process, in small files of the user's temporary directory: a page that outlives its process, or
 * reaches another one of a cluster, is told so. The ids open nothing. What cannot be written is not told; nothing fails.
 */
export class ProcessRegistry {
  readonly #folder: string
  readonly #file: string
  #isReady: boolean | undefined
  #written = 0

  constructor(folder: string = join(tmpdir(), `culprit-debugger-${userName()}`)) {
    this.#folder = folder
    this.#file = join(folder, String(process.pid))
  }

  /** Notes that this process has errors with these ids. */
  add(ids: readonly string[]): void {
    const text = ids.map((id) => `${id}\n`).join('')
    if (this.#written + text.length > maxFileBytes || !this.#open()) return
    this.#written += text.length
    try {
      appendFileSync(this.#file, text, { mode: 0o600 })
    } catch {
      this.#isReady = false
    }
  }

  /** What is told of an error that was freed in this process. */
  expired(): GoneState {
    return gone(
      'expired',
      process.pid,
      'The frames of this error were freed, since newer errors took their place.',
    )
  }

  /** Returns what became of an error that this process does not know; undefined when no process does. */
  stateOf(id: string): GoneState | undefined {
    const pid = this.#ownerOf(id)
    if (pid === undefined) return undefined
    if (pid !== process.pid && isRunning(pid))
      return gone('other-process', pid, `The error is in process ${pid}; this is process ${process.pid}.`)
    return gone('restarted', process.pid, 'The process has restarted since this error.')
  }

  #ownerOf(id: string): number | undefined {
    try {
      for (const { path, pid } of this.#newestFirst().slice(0, maxFiles)) {
        if (idsIn(path).includes(`${id}\n`)) return pid
      }
    } catch {
      // There is none.
    }
    return undefined
  }

  #open(): boolean {
    this.#isReady ??= this.#prepare()
    return this.#isReady
  }

  /** The folder must be this user's own: temporary directories are shared. */
  #prepare(): boolean {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
      const { uid } = lstatSync(this.#folder)
      if (process.getuid !== undefined && uid !== process.getuid()) return false
      if (!lstatSync(this.#folder).isDirectory()) return false
      this.#sweep()
      return true
    } catch {
      return false
    }
  }

  /** Removes files of processes that ended long ago, or after which many others had errors. */
  #sweep(): void {
    for (const [index, { path, pid, writtenMs }] of this.#newestFirst().entries()) {
      const isOld = index >= maxFiles || Date.now() - writtenMs > dayMs
      if (isOld && !isRunning(pid)) rmSync(path, { force: true })
    }
  }

  #newestFirst(): readonly RegistryFile[] {
    const names = readdirSync(this.#folder).filter((name) => /^\d+$/.test(name))
    return names
      .map((name) => {
        const path = join(this.#folder, name)
        // Another process may sweep meanwhile.
        return {
          path,
          pid: Number(name),
          writtenMs: lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
        }
      })
      .sort((a, b) => b.writtenMs - a.writtenMs)
  }
}

/** The ids of one process. */
interface RegistryFile {
  readonly path: string
  readonly pid: number
  readonly writtenMs: number
}

/** Returns what a file holds; nothing once another process has swept it away. */
function idsIn(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function gone(state: GoneState['state'], pid: number, error: string): GoneState {
  return { state, pid, started: startedAt().toISOString(), error }
}

/** Returns when this process started. */
export function startedAt(): Date {
  return new Date(Date.now() - process.uptime() * 1000)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function userName(): string {
  return String(process.getuid?.() ?? userInfo().username)
}
