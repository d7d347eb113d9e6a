import { closeSync, existsSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Finding } from '../finding.ts'

/** Finds out whether files can be made in a folder, or in the nearest one above where it will be made, by making one. */
export function checkFolder(check: 'logs' | 'spool', folder: string): Finding {
  const place = nearest(folder)
  const text = place === folder ? `${folder} can be written` : `${folder} can be made in ${place}`
  try {
    writeIn(place)
    return { check, status: 'ok', text: `${text}${note()}` }
  } catch (error) {
    return refused(check, place, error)
  }
}

/** Finds out whether a log file can be written, and its folder, where rotation makes others. */
export function checkLogFile(path: string): Finding {
  const folder = checkFolder('logs', dirname(path))
  if (folder.status !== 'ok' || !existsSync(path)) return folder
  try {
    closeSync(openSync(path, 'a'))
    return { check: 'logs', status: 'ok', text: `${path} can be written${note()}` }
  } catch (error) {
    return refused('logs', path, error)
  }
}

function nearest(folder: string): string {
  const above = dirname(folder)
  return existsSync(folder) || above === folder ? folder : nearest(above)
}

/** Really, with its bytes on the disk: permissions alone know nothing of full disks and read-only mounts. */
function writeIn(folder: string): void {
  const path = join(folder, `.culprit-doctor-${process.pid}`)
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, 'culprit doctor\n')
    fsyncSync(file)
  } finally {
    closeSync(file)
    rmSync(path, { force: true })
  }
}

function refused(check: 'logs' | 'spool', path: string, error: unknown): Finding {
  const { code, message } = Object(error) as NodeJS.ErrnoException
  const advice =
    code === 'EACCES' || code === 'EPERM'
      ? `let this user write there: chown or chmod ${path}`
      : code === 'ENOSPC'
        ? 'make room on that disk'
        : 'see that the folder exists and is no read-only mount'
  return { check, status: 'fail', text: `${path} cannot be written (${code ?? message})`, advice }
}

function note(): string {
  return process.getuid?.() === 0 ? ' (by root, who may write anywhere)' : ''
}
