import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { ChannelSettings } from '../../domain/destination.ts'

/** Version byte, 12 bytes of nonce, 16 of tag, then AES-256-GCM of the settings as JSON. */
const version = 1
const nonceBytes = 12
const tagBytes = 16

export interface SealKey {
  readonly key: Uint8Array
  /** A sealed text opens only in the project it was sealed for. */
  readonly projectId: number
}

/** Returns settings encrypted and authenticated. */
export function sealSettings(settings: ChannelSettings, { key, projectId }: SealKey): Uint8Array {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context(projectId))
  const body = Buffer.concat([cipher.update(JSON.stringify(settings), 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body])
}

/** Returns settings again; undefined when the key is another one or the bytes were changed. */
export function openSettings(sealed: Uint8Array, { key, projectId }: SealKey): ChannelSettings | undefined {
  if (sealed[0] !== version) return undefined
  const bytes = Buffer.from(sealed)
  const nonce = bytes.subarray(1, 1 + nonceBytes)
  const body = bytes.subarray(1 + nonceBytes + tagBytes)
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
    cipher.setAAD(context(projectId)).setAuthTag(bytes.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes))
    const text = Buffer.concat([cipher.update(body), cipher.final()]).toString('utf8')
    return toSettings(JSON.parse(text))
  } catch {
    return undefined
  }
}

function toSettings(value: unknown): ChannelSettings {
  const entries = Object.entries(value ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return Object.fromEntries(entries)
}

function context(projectId: number): Buffer {
  return Buffer.from(`culprit destination of project ${projectId}`)
}
