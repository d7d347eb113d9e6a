import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataDirError } from './data-dir-error.ts'

/** The layout of the data directory as a whole; each file format has a version of its own besides. */
const dataDirVersion = 1

/** Where everything of one tracker lies. All directories are 0700, all files 0600: raw events are unscrubbed. */
export interface DataDir {
  readonly root: string
  readonly mainDb: string
  /** Day files of narrow event rows: `2026-11-22.db`. */
  readonly events: string
  /** Payload blocks by day: `2026-11-22.blocks`. */
  readonly payload: string
  /** Bodies of attachments by day, where storing them is switched on. */
  readonly attachments: string
  /** Raw bytes of events that could not be digested. */
  readonly parked: string
  readonly spool: string
  readonly lock: string
  /** What secrets in the database are sealed with. */
  readonly secretKey: string
}

/** Returns the paths inside a data directory, without touching the disk. */
export function dataDirAt(root: string): DataDir {
  return {
    root,
    mainDb: join(root, 'culprit.db'),
    events: join(root, 'events'),
    payload: join(root, 'payload'),
    attachments: join(root, 'attachments'),
    parked: join(root, 'parked'),
    spool: join(root, 'spool'),
    lock: join(root, 'lock'),
    secretKey: join(root, 'secret.key'),
  }
}

/**
 * Makes what is missing of a data directory and returns its paths. Given again it changes nothing.
 *
 * @throws {DataDirError} `newer-version` when a later release wrote it, `not-writable` when it cannot be made
 */
export function prepareDataDir(root: string): DataDir {
  const dir = dataDirAt(root)
  try {
    for (const path of [root, dir.events, dir.payload, dir.attachments, dir.parked, dir.spool]) {
      if (!existsSync(path)) mkdirSync(path, { recursive: true, mode: 0o700 })
    }
    const version = join(root, 'version')
    if (existsSync(version)) checkVersion(root, readFileSync(version, 'utf8'))
    else writeFileSync(version, `${dataDirVersion}\n`, { mode: 0o600 })
    chmodSync(root, 0o700)
  } catch (cause) {
    if (cause instanceof DataDirError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new DataDirError('not-writable', `The data directory ${root} cannot be used: ${why}`, { cause })
  }
  return dir
}

function checkVersion(root: string, text: string): void {
  const version = Number(text.trim())
  if (!Number.isInteger(version) || version < 1) {
    throw new DataDirError(
      'damaged',
      `${join(root, 'version')} holds no version number. Restore it or use another directory.`,
    )
  }
  if (version > dataDirVersion) {
    throw new DataDirError(
      'newer-version',
      `The data directory ${root} has version ${version}; this release knows up to ${dataDirVersion}. Install a newer release.`,
    )
  }
}
