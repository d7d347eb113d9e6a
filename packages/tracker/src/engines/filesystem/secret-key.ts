import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { DataDirError } from './data-dir-error.ts'
import type { DataDir } from './data-dir.ts'

const keyBytes = 32

/**
 * Returns the key that secrets in the database are sealed with; makes it, 0600, where there is none. It lies beside the
 * database, so it guards copies of the database (a backup of the one file, a bug report), not the directory.
 *
 * @throws {DataDirError} `damaged` when the file holds no key
 */
export function loadSecretKey(dir: DataDir): Uint8Array {
  if (!existsSync(dir.secretKey)) {
    writeFileSync(dir.secretKey, `${randomBytes(keyBytes).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  }
  const text = readFileSync(dir.secretKey, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new DataDirError(
      'damaged',
      `${dir.secretKey} holds no key. Restore it, or remove it and enter the destinations of alerts again.`,
    )
  }
  return new Uint8Array(Buffer.from(text, 'hex'))
}
