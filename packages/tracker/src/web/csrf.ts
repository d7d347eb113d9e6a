import { createHmac, timingSafeEqual } from 'node:crypto'

export { csrfField } from './csrf-field.ts'

/**
 * Returns the CSRF token of a session. It is derived from the session's secret, which no other site knows, so nothing
 * has to be stored and the page never shows the secret itself.
 */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('culprit csrf 1').digest('base64url')
}

/** Returns whether a form carried the session's token. Takes the same time wherever the two differ. */
export function isCsrfToken(sent: unknown, sessionToken: string): boolean {
  if (typeof sent !== 'string') return false
  const [given, expected] = [Buffer.from(sent), Buffer.from(csrfTokenOf(sessionToken))]
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/**
 * Returns whether a request that changes something comes from a page of ours, by what browsers say of themselves:
 * `Sec-Fetch-Site` where sent, else `Origin` against `Host`. A request with neither comes from no browser. `Origin:
 * null` is what our own pages send over plain http, since they hide their referrer; then the form's token decides alone.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = headers.get('origin')
  if (origin === null || origin === 'null') return true
  const host = headers.get('host')
  return host !== null && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
}
