import { createHash } from 'node:crypto'
import type { Instant } from '../domain/instant.ts'
import type { ReadModels, UserView } from '../ports/read-models.ts'

/** Name of the cookie that holds a session's token. */
export const sessionCookieName = 'culprit_session'

/** A signed-in person, found by the token of their cookie. */
export interface SignedIn {
  readonly user: UserView
  /** The secret itself, as the cookie holds it; CSRF tokens are made from it. Never stored, never logged. */
  readonly token: string
}

/** Returns SHA-256 of a secret as 64 hex digits: the only form in which tokens and codes are stored. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Returns the session token of a `Cookie` header, or undefined when it holds none of the right shape. */
export function sessionTokenOf(cookieHeader: string | null): string | undefined {
  for (const part of (cookieHeader ?? '').slice(0, 8192).split(';')) {
    const [name, value] = part.trim().split('=', 2)
    if (name === sessionCookieName && value !== undefined && /^[\w-]{43}$/.test(value)) return value
  }
  return undefined
}

/** Returns who a `Cookie` header belongs to at `now`, or undefined: no session, an ended one, one past its time. */
export async function findSignedIn(
  reads: Pick<ReadModels, 'session' | 'user'>,
  cookieHeader: string | null,
  now: Instant,
): Promise<SignedIn | undefined> {
  const token = sessionTokenOf(cookieHeader)
  if (token === undefined) return undefined
  const session = await reads.session(hashSecret(token), now)
  if (!session || session.expiresAt <= now) return undefined
  const user = await reads.user(session.userId)
  return user && { user, token }
}
