import { isSecretKey } from './secret-keys.ts'

/** Header names that `isSecretKey` does not know: signatures that let a request be repeated. */
const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'x-hub-signature',
  'x-hub-signature-256',
  'x-signature',
  'x-amz-signature',
  'stripe-signature',
  'x-sentry-auth',
])

/**
 * Tells whether an HTTP header's value is a secret: `Authorization`, `Cookie`, `Set-Cookie`, `X-Api-Key`,
 * `X-Csrf-Token`, `Proxy-Authorization`, everything that starts with `X-Auth`, and signatures. Case does not matter.
 */
export function isSecretHeader(name: string): boolean {
  const lower = name.toLowerCase()
  return SECRET_HEADERS.has(lower) || lower.startsWith('x-auth') || isSecretKey(lower)
}
