/** Tells whether an HTTP header's value is a secret. Case does not matter. */
export function isSecretHeader(_name: string): boolean {
  return false
}
