import { hashSecret } from '../query/session-cookie.ts'

/** How long a one-time code can be used, in milliseconds. */
export const signInCodeLifeMs: number = 30 * 60 * 1000

/** Letters that cannot be taken for one another: no I, L, O, U, 0 or 1. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const groups = 4
const groupLength = 4

/** Returns a new one-time code, `7Q4K-M2XP-9RTV-3HJK`: 16 letters, 78 bits. `random` returns bytes nobody can guess. */
export function createSignInCode(random: (length: number) => Uint8Array): string {
  const letters: string[] = []
  // Bytes from the last, incomplete run through the alphabet are thrown away, so that all letters are equally likely.
  const limit = 256 - (256 % alphabet.length)
  while (letters.length < groups * groupLength) {
    for (const byte of random(32)) {
      if (byte < limit) letters.push(alphabet.charAt(byte % alphabet.length))
    }
  }
  return Array.from({ length: groups }, (_, i) =>
    letters.slice(i * groupLength, (i + 1) * groupLength).join(''),
  ).join('-')
}

/** Returns the form in which a code is stored and looked up. Case, blanks and dashes do not matter. */
export function hashSignInCode(code: string): string {
  return hashSecret(code.toUpperCase().replace(/[\s-]/g, '').slice(0, 64))
}
