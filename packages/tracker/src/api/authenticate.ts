import { createHash, timingSafeEqual } from 'node:crypto'
import { findSignedIn } from '../query/session-cookie.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiError } from './api-error.ts'

/**
 * Lets a request in that carries the API token (`Authorization: Bearer TOKEN`) or, for reading only, a session's
 * cookie. A cookie may not change anything here, so that no other site can make a browser do it.
 * @throws {ApiError} 401 or 403
 */
export async function authenticate(deps: ApiDeps, request: Request): Promise<void> {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) {
    if (isToken(authorization, deps.config.apiTokenHash)) return
    throw new ApiError(401, 'Invalid token')
  }
  if (!(await findSignedIn(deps.reads, request.headers.get('cookie'), deps.clock())))
    throw new ApiError(401, 'Authentication credentials were not provided.')
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new ApiError(403, 'A session may only read here; changes need a token.')
}

/** Compares hashes, so that the time taken tells nothing of the token, its length included. */
function isToken(authorization: string, tokenHash: string | undefined): boolean {
  const sent = /^Bearer +(\S{1,512}) *$/i.exec(authorization)?.[1]
  if (sent === undefined || tokenHash === undefined) return false
  const expected = Buffer.from(tokenHash, 'hex')
  const given = createHash('sha256').update(sent).digest()
  return expected.length === given.length && timingSafeEqual(given, expected)
}
