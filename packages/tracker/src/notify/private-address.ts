import { BlockList, isIP, isIPv4 } from 'node:net'

/** IPv4 networks that are not the public internet, with where each is defined. Link-local ones are listed apart. */
const privateNetworks: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8], // "this network", RFC 791: 0.0.0.0 reaches the own machine on Linux
  ['10.0.0.0', 8], // RFC 1918
  ['100.64.0.0', 10], // shared by carriers, RFC 6598
  ['127.0.0.0', 8], // loopback
  ['172.16.0.0', 12], // RFC 1918
  ['192.0.0.0', 24], // RFC 6890
  ['192.0.2.0', 24], // documentation, RFC 5737
  ['192.88.99.0', 24], // 6to4 relays, RFC 7526
  ['192.168.0.0', 16], // RFC 1918
  ['198.18.0.0', 15], // benchmarks, RFC 2544
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and the broadcast address
]

/** Where clouds keep their metadata, and with it credentials: 169.254.169.254, fd00:ec2::254. */
const linkLocalNetwork = ['169.254.0.0', 16] as const

/** IPv6 networks whose last 32 bits are an IPv4 address: mapped, compatible, and translated by NAT64. */
const embeddings = ['::ffff:', '::', '64:ff9b::']

/** What an address is: `public`, `private` (loopback and reserved ones too) or `link-local`. */
export type AddressKind = 'public' | 'private' | 'link-local'

const blocked = buildPrivate()
const linkLocal = buildLinkLocal()
const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')
globalUnicast.addSubnet('64:ff9b::', 96, 'ipv6')
globalUnicast.addSubnet('::ffff:0:0', 96, 'ipv6')

/**
 * Returns what kind of address a text is; anything that is none counts as private. IPv6 addresses that hold an IPv4
 * address are judged by it. Zone ids (`fe80::1%eth0`) are left aside.
 */
export function addressKind(text: string): AddressKind {
  const address = text.split('%')[0] ?? ''
  if (isIP(address) === 0) return 'private'
  const family = isIPv4(address) ? 'ipv4' : 'ipv6'
  if (linkLocal.check(address, family)) return 'link-local'
  if (blocked.check(address, family)) return 'private'
  return family === 'ipv4' || globalUnicast.check(address, family) ? 'public' : 'private'
}

function buildPrivate(): BlockList {
  const list = new BlockList()
  for (const [network, bits] of privateNetworks) {
    list.addSubnet(network, bits, 'ipv4')
    for (const prefix of embeddings) list.addSubnet(`${prefix}${network}`, 96 + bits, 'ipv6')
  }
  list.addSubnet('2001::', 23, 'ipv6') // Teredo among others, RFC 2928: it may hold any IPv4 address
  list.addSubnet('2001:db8::', 32, 'ipv6') // documentation
  list.addSubnet('2002::', 16, 'ipv6') // 6to4: it may hold any IPv4 address
  list.addSubnet('3fff::', 20, 'ipv6') // documentation, RFC 9637
  return list
}

function buildLinkLocal(): BlockList {
  const list = new BlockList()
  const [network, bits] = linkLocalNetwork
  list.addSubnet(network, bits, 'ipv4')
  for (const prefix of embeddings) list.addSubnet(`${prefix}${network}`, 96 + bits, 'ipv6')
  list.addSubnet('fe80::', 10, 'ipv6')
  list.addAddress('fd00:ec2::254', 'ipv6')
  return list
}
