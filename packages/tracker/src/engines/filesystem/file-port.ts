import { constants } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, statfs, unlink } from 'node:fs/promises'

/** A file that the spool writes to, by places in it; there is no file position. */
export interface SpoolFile {
  /** Writes at a place and returns how many bytes were written, which may be fewer than given. */
  write(bytes: readonly Uint8Array[], position: number): Promise<number>
  /** Resolves when everything written, and the size, would survive a power cut. */
  sync(): Promise<void>
  truncate(size: number): Promise<void>
  close(): Promise<void>
}

/** The few file operations that the write side of the spool uses, so that tests can make each of them fail. */
export interface FilePort {
  /** Makes a directory (0700) and the missing ones above it; an existing one is fine. */
  makeDir(path: string): Promise<void>
  /** Makes a new file (0600); rejects with EEXIST when there is one. */
  create(path: string): Promise<SpoolFile>
  /** Opens an existing file for writing; rejects with ENOENT when there is none. */
  open(path: string): Promise<SpoolFile>
  list(dir: string): Promise<readonly string[]>
  readText(path: string): Promise<string>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  /** Resolves when the names in the directory would survive a power cut. */
  syncDir(path: string): Promise<void>
  freeBytes(path: string): Promise<number>
}

/** The operating system's files. */
export const nodeFiles: FilePort = {
  async makeDir(path) {
    await mkdir(path, { recursive: true, mode: 0o700 })
  },
  create: (path) => openFile(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL),
  open: (path) => openFile(path, constants.O_RDWR),
  list: (dir) => readdir(dir),
  readText: (path) => readFile(path, 'utf8'),
  rename,
  unlink,
  async syncDir(path) {
    // Windows cannot open a directory as a file; its file systems journal names by themselves.
    if (process.platform === 'win32') return
    const dir = await open(path, 'r')
    try {
      await dir.sync()
    } finally {
      await dir.close()
    }
  },
  async freeBytes(path) {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize
  },
}

async function openFile(path: string, flags: number): Promise<SpoolFile> {
  const handle = await open(path, flags, 0o600)
  return {
    async write(bytes, position) {
      const { bytesWritten } = await handle.writev(bytes, position)
      return bytesWritten
    },
    sync: () => handle.datasync(),
    truncate: (size) => handle.truncate(size),
    close: () => handle.close(),
  }
}
