import { limits } from '../limits.ts'
import { headOf, isList, type Sent, scalarText } from './sent.ts'

/**
 * Returns the fingerprint as an SDK set it, or undefined. Numbers and booleans become texts (3.5 is `3`, true is
 * `True`), null and other values go. At most 64 parts of 1,024 characters.
 */
export function normaliseFingerprint(sent: Sent): readonly string[] | undefined {
  const list = isList(sent) ? sent : typeof sent === 'string' && sent !== '' ? [sent] : []
  const parts: string[] = []
  for (const value of list) {
    if (parts.length >= limits.fingerprint) break
    const text = typeof value === 'number' ? String(Math.trunc(value)) : scalarText(value)
    if (text !== undefined) parts.push(headOf(text, limits.fingerprintPart))
  }
  return parts.length > 0 ? parts : undefined
}
