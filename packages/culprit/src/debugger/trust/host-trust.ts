/** Hosts that only this machine answers for. A leading dot takes in all subdomains, and the name itself. */
export const loopbackHosts: readonly string[] = ['localhost', '.localhost', '127.0.0.1', '[::1]']

const hostSyntax = /^([a-z\d.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i

/** Returns the name of a `Host` header without port, in lower case; undefined when it is none (HST-1). */
export function hostName(host: string | undefined): string | undefined {
  return host === undefined ? undefined : hostSyntax.exec(host)?.[1]?.toLowerCase()
}

/**
 * Returns whether a `Host` header is one of the trusted names, whatever its case and port (HST-2). A page of another
 * domain that resolves to 127.0.0.1 comes with that domain's name.
 */
export function isTrustedHost(host: string | undefined, trusted: readonly string[]): boolean {
  const name = hostName(host)
  if (name === undefined) return false
  return trusted.some((entry) => {
    const wanted = entry.toLowerCase()
    return wanted.startsWith('.') ? name === wanted.slice(1) || name.endsWith(wanted) : name === wanted
  })
}

/** Returns whether a `Host` header is an address: no name was resolved for it, so no name can have been rebound. */
export function isAddressHost(host: string | undefined): boolean {
  const name = hostName(host)
  return name !== undefined && isIP(name.replace(/^\[|\]$/g, '')) !== 0
}

/** Returns whether an address is of this machine's own loopback: `127.0.0.0/8`, `::1`, and the first in IPv6's form. */
export function isLoopbackAddress(address: string): boolean {
  const plain = address.toLowerCase().replace(/^::ffff:/, '')
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'))
}

/** 4 or 6 for an address, else 0. Loaded when a host is asked about: few programs are debugged. */
function isIP(text: string): number {
  return process.getBuiltinModule('node:net').isIP(text)
}
