import { dayMs, type Instant } from '../domain/instant.ts'
import type { NewSession } from '../ports/commands.ts'
import { hashSecret, sessionCookieName } from '../query/session-cookie.ts'
import type { WebDeps } from './web-deps.ts'

const sessionLifeMs = 30 * dayMs

/** A session about to be stored, with the cookie that carries its secret. */
export interface MintedSession {
  readonly session: NewSession
  /** Value of `Set-Cookie`. */
  readonly cookie: string
}

/** Returns a new session of thirty days. Only a hash of its token is to be stored. */
export function mintSession(
  deps: Pick<WebDeps, 'random' | 'config'>,
  request: Request,
  now: Instant,
): MintedSession {
  const token = Buffer.from(deps.random(32)).toString('base64url')
  return {
    session: {
      tokenHash: hashSecret(token),
      createdAt: now,
      expiresAt: now + sessionLifeMs,
      userAgent: (request.headers.get('user-agent') ?? '').slice(0, 200),
    },
    cookie: sessionCookie(token, sessionLifeMs, deps.config.baseUrl),
  }
}

/** Returns the `Set-Cookie` value that makes a browser forget its session. */
export function expiredSessionCookie(baseUrl: string): string {
  return sessionCookie('', 0, baseUrl)
}

function sessionCookie(token: string, lifeMs: number, baseUrl: string): string {
  const secure = baseUrl.startsWith('https:') ? '; Secure' : ''
  return `${sessionCookieName}=${token}; Path=/; Max-Age=${lifeMs / 1000}; HttpOnly; SameSite=Lax${secure}`
}
