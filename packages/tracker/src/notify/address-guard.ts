import { BlockList, isIP, isIPv4 } from 'node:net'
import { addressKind } from './private-address.ts'

/** Which private addresses may be reached: none, all but link-local ones, or those named. */
export interface PrivateAccess {
  readonly all: boolean
  /** Host names (lower case), addresses and networks such as `10.1.0.0/16`. */
  readonly allowed: readonly string[]
}

export const noPrivateAccess: PrivateAccess = { all: false, allowed: [] }

/** Says of an address whether a request to `host` may go to it; a sentence says why not. */
export interface AddressGuard {
  refuse(host: string, address: string): string | undefined
}

/**
 * Returns a guard that keeps requests out of private networks: whoever may enter a URL here must not reach what only
 * this machine can reach. `all` leaves link-local addresses out, where clouds keep credentials; those must be named.
 */
export function createAddressGuard({ all, allowed }: PrivateAccess): AddressGuard {
  const names = new Set(allowed.filter((entry) => !isNetwork(entry)))
  const networks = new BlockList()
  for (const entry of allowed.filter(isNetwork)) {
    const [address = '', bits] = entry.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    if (bits === undefined) networks.addAddress(address, family)
    else networks.addSubnet(address, Number(bits), family)
  }
  return {
    refuse(host, address) {
      const kind = addressKind(address)
      if (kind === 'public' || (all && kind === 'private')) return undefined
      if (names.has(host.toLowerCase())) return undefined
      if (networks.check(address.split('%')[0] ?? '', isIPv4(address) ? 'ipv4' : 'ipv6')) return undefined
      const what = host === address ? host : `${host} (${address})`
      return `${what} is a ${kind === 'private' ? 'private' : 'link-local'} address, which destinations may not reach. To allow it, start with CULPRIT_ALLOW_PRIVATE_DESTINATIONS=${host}`
    },
  }
}

/** Returns whether a text is an address, or a network such as `10.1.0.0/16` or `fd00::/8`. */
function isNetwork(text: string): boolean {
  const [address = '', bits, more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more !== undefined) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}
