/**
 * Follows the one-time sign-in link as a browser would and returns the session's cookie, as the header wants it.
 *
 * @throws {Error} when the link does not sign in
 */
export async function signIn(setupUrl: string): Promise<string> {
  const response = await fetch(setupUrl, { redirect: 'manual' })
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  if (cookies.length === 0) throw new Error(`The sign-in link answered ${response.status} without a cookie`)
  return cookies.join('; ')
}
