import { isSecretKey } from './secret-keys.ts'

/** Session and CSRF cookies of common frameworks. */
const SECRET_COOKIES: ReadonlySet<string> = new Set([
  'sentrysid',
  'sudo',
  'su',
  'session',
  '__session',
  'sessionid',
  'user_session',
  'symfony',
  'phpsessid',
  'jsessionid',
  'fasthttpsessionid',
  'mysession',
  'irissessionid',
  '_vercel_jwt',
  'csrf',
  'xsrf',
  '_xsrf',
  '_csrf',
  'csrf-token',
  'csrf_token',
  'xsrf-token',
  'xsrf_token',
  'fastcsrf',
  '_iris_csrf',
  'sid',
  'connect.sid',
  'sess',
])

/**
 * Tells whether a cookie's value is a secret: session and CSRF cookies by name (`__Host-` and `__Secure-` put
 * aside), names that end in `session` or `sid`, and every secret key. Case does not matter.
 */
export function isSecretCookie(name: string): boolean {
  const lower = name.toLowerCase().replace(/^__(?:host|secure)-/, '')
  return SECRET_COOKIES.has(lower) || /(?:session|[._-]sid|sessid)$/.test(lower) || isSecretKey(name)
}
