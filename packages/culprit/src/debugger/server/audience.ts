import { type Client, foreignOrigin } from '../trust/client-trust.ts'
import { hostName, isTrustedHost } from '../trust/host-trust.ts'

/**
 * Who will read an answer: a `document` (nobody but the person in front of it, or a program that is no browser), a
 * `script` of this machine (a page of the application, or of the front end's own development server), or a `foreign`
 * page, which the application's CORS headers may let read it.
 */
export type Audience = 'document' | 'script' | 'foreign'

/**
 * Returns who will read the answer to a request. Only a document gets a token: a script of the application, which may be
 * one that somebody has smuggled in, could use it to run code on this machine.
 */
export function audienceOf(client: Client, trustedHosts: readonly string[]): Audience {
  const site = client.header('sec-fetch-site')
  if (client.header('sec-fetch-mode') === 'navigate' && client.header('sec-fetch-dest') !== 'iframe')
    return 'document'
  if (foreignOrigin(client) === undefined) return site === undefined ? 'document' : 'script'
  const origin = hostOf(client.header('origin'))
  const isNear = site === 'same-site' || (site === undefined && isTrustedHost(origin, trustedHosts))
  return isNear ? 'script' : 'foreign'
}

function hostOf(origin: string | undefined): string | undefined {
  try {
    return origin === undefined ? undefined : hostName(new URL(origin).host)
  } catch {
    return undefined
  }
}
