/**
 * Returns true for a header that spoke of the response that failed, and would be wrong on the answer to the error:
 * what describes a body, how long it may be kept, and how it is transferred. Cookies, CORS, security headers and
 * request ids stay.
 */
export function isStaleHeader(name: string): boolean {
  const lower = name.toLowerCase()
  return staleHeaders.has(lower) || (lower.startsWith('content-') && !keptContentHeaders.has(lower))
}

const staleHeaders: ReadonlySet<string> = new Set([
  'accept-ranges',
  'age',
  'cache-control',
  'digest',
  'etag',
  'expires',
  'last-modified',
  'pragma',
  'refresh',
  'repr-digest',
  'trailer',
  'transfer-encoding',
])

/** They are about the page in the browser's hands, not about its bytes. */
const keptContentHeaders: ReadonlySet<string> = new Set([
  'content-security-policy',
  'content-security-policy-report-only',
])
