import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'

/** Shortest password in characters; its only rule, since length is what counts. */
export const passwordMinLength = 10
/** Longest password in characters, so that hashing one costs bounded time. */
const passwordMaxLength = 1024

const scryptAsync = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** 2^15, 8, 3: 32 MiB and about a quarter of a second. One of the equal settings in OWASP's password storage cheat sheet. */
const cost = { N: 32_768, r: 8, p: 3 } as const
const memoryLimit = 64 * 1024 * 1024
const keyBytes = 32

/**
 * Returns a self-describing hash of a password, `scrypt$32768$8$3$SALT$KEY` in base64url, so that the cost can be
 * raised later without losing old hashes. Runs on Node's thread pool.
 */
export async function hashPassword(password: string, salt: Buffer = randomBytes(16)): Promise<string> {
  const key = await scryptAsync(password.normalize('NFKC'), salt, keyBytes, { ...cost, maxmem: memoryLimit })
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/**
 * Returns whether a password is the one that was hashed. Undefined as the hash costs as much time and is never right,
 * so that the answer's time does not tell which accounts exist.
 */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const stored = parseHash(hash ?? '')
  const { N, r, p } = stored ?? cost
  const salt = stored?.salt ?? Buffer.alloc(16)
  const key = await scryptAsync(password.normalize('NFKC').slice(0, passwordMaxLength), salt, keyBytes, {
    N,
    r,
    p,
    maxmem: memoryLimit,
  })
  return stored !== undefined && timingSafeEqual(key, stored.key)
}

function parseHash(hash: string): { N: number; r: number; p: number; salt: Buffer; key: Buffer } | undefined {
  const match = /^scrypt\$(\d{1,6})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(hash)
  if (!match) return undefined
  const [N, r, p] = match.slice(1, 4).map(Number)
  const [salt, key] = match.slice(4).map((part) => Buffer.from(part, 'base64url'))
  if (!N || !r || !p || !salt || key?.length !== keyBytes) return undefined
  return { N, r, p, salt, key }
}

/** Returns what is wrong with a password a person chose, or undefined. */
export function passwordProblem(password: string): string | undefined {
  if (password.length < passwordMinLength) return `Use at least ${passwordMinLength} characters.`
  if (password.length > passwordMaxLength) return `Use at most ${passwordMaxLength} characters.`
  return undefined
}
