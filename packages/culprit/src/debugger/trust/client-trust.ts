import { hostName, isAddressHost, isLoopbackAddress, isTrustedHost } from './host-trust.ts'

/** What is known of whoever asks. */
export interface Client {
  readonly header: (name: string) => string | undefined
  /** The socket's address; undefined where the adapter has no socket. */
  readonly remoteAddress: string | undefined
}

/**
 * How far a client is trusted: `local` may evaluate with the page's own token, `remote` with the key from the terminal,
 * `untrusted` (a host name that is not on the list) is shown nothing.
 */
export type ClientTrust =
  | { readonly kind: 'local' }
  | { readonly kind: 'remote'; readonly reason: string }
  | { readonly kind: 'untrusted'; readonly reason: string }

/** Returns how far a client is trusted, by its socket's address and the host it named. */
export function trustOf(client: Client, trustedHosts: readonly string[]): ClientTrust {
  const host = client.header('host') ?? client.header(':authority')
  const isTrusted = isTrustedHost(host, trustedHosts)
  if (!isTrusted && !isAddressHost(host)) {
    const name = hostName(host)
    return {
      kind: 'untrusted',
      reason:
        name === undefined
          ? 'The request names no valid host.'
          : `The host '${name}' is not trusted. Trusted are ${trustedHosts.join(', ')}; more with the option 'trustedHosts'.`,
    }
  }
  if (!isTrusted) return { kind: 'remote', reason: 'The host is an address of the network.' }
  if (client.remoteAddress !== undefined && !isLoopbackAddress(client.remoteAddress))
    return { kind: 'remote', reason: 'The request comes from another machine.' }
  if (isForwarded(client)) return { kind: 'remote', reason: 'The request comes through a proxy.' }
  return { kind: 'local' }
}

/** A proxy on this machine hands on requests of others; it may name the host that it was told to, too. */
function isForwarded({ header }: Client): boolean {
  const addresses = [header('x-forwarded-for'), header('x-real-ip')].flatMap((list) => list?.split(',') ?? [])
  return header('forwarded') !== undefined || addresses.some((address) => !isLoopbackAddress(address.trim()))
}

/**
 * Returns why a request may not command the debugger: a page of another origin had the browser send it. Browsers send
 * `Origin` with every POST across origins and `Sec-Fetch-Site` with every request; programs send neither.
 */
export function foreignOrigin({ header }: Client): string | undefined {
  const site = header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return 'The request comes from a page of another site.'
  const origin = header('origin')
  if (origin === undefined) return undefined
  const host = header('host') ?? header(':authority')
  return isSameHost(origin, host) ? undefined : 'The request comes from a page of another origin.'
}

function isSameHost(origin: string, host: string | undefined): boolean {
  try {
    const { host: name, protocol } = new URL(origin)
    const own = new URL(`${protocol}//${host ?? ''}`)
    return own.host === name && (protocol === 'http:' || protocol === 'https:')
  } catch {
    // `null`, and hosts that are none.
    return false
  }
}
