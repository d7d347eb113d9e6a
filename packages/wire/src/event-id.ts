const plainId = /^[0-9a-f]{32}$/i
const dashedId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const zeroId = '0'.repeat(32)

/**
 * Returns an event id as 32 lowercase hex digits, or undefined if the value is none.
 * Accepts 32 hex digits and the dashed form of 36 characters, in any case. The all-zero id is invalid: some SDKs send
 * it for "no id".
 */
export function parseEventId(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  if (!plainId.test(value) && !dashedId.test(value)) return undefined
  const id = value.replaceAll('-', '').toLowerCase()
  return id === zeroId ? undefined : id
}

/**
 * Returns a new event id: 32 lowercase hex digits, a version 4 UUID without its dashes.
 * @param random gives n random bytes; the platform's cryptographic source unless a test wants to know the id.
 */
export function createEventId(random: (size: number) => Uint8Array = randomBytes): string {
  let id = ''
  for (const [index, byte] of random(16).entries()) {
    // RFC 9562 section 5.4: four bits say "version 4", two say "this layout".
    const value = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte
    id += value.toString(16).padStart(2, '0')
  }
  return id
}

/** Returns the dashed form (8-4-4-4-12) of an id of 32 hex digits, as the minidump endpoint answers it. */
export function dashedEventId(id: string): string {
  return `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`
}

function randomBytes(size: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(size))
}
