import { describe, expect, it } from 'vitest'
import { createAddressGuard } from './address-guard.ts'
import { addressKind } from './private-address.ts'

describe('addressKind()', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '2606:4700:4700::1111',
    '2a00:1450:4001::200e',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
  ])('calls %s public', (address) => {
    expect(addressKind(address)).toBe('public')
  })

  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '192.0.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.1.2.3',
    '::127.0.0.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b::a00:1',
    '64:ff9b:1::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd12:3456::1',
    'fec0::1',
    'ff02::1',
    '100::1',
    'localhost',
    '',
    '127.1',
  ])('CHN-15 calls %s private', (address) => {
    expect(addressKind(address)).toBe('private')
  })

  it.each([
    '169.254.169.254',
    '169.254.0.1',
    '::ffff:169.254.169.254',
    '64:ff9b::169.254.169.254',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
  ])('CHN-15 calls %s link-local', (address) => {
    expect(addressKind(address)).toBe('link-local')
  })
})

describe('createAddressGuard()', () => {
  it('refuses private addresses and names the host and the way out', () => {
    const guard = createAddressGuard({ all: false, allowed: [] })
    expect(guard.refuse('db.internal', '10.0.0.3')).toMatch(
      /db\.internal \(10\.0\.0\.3\) is a private address.*CULPRIT_ALLOW_PRIVATE_DESTINATIONS=db\.internal/,
    )
    expect(guard.refuse('example.com', '93.184.215.14')).toBeUndefined()
  })

  it('lets all through but link-local addresses when private ones are allowed', () => {
    const guard = createAddressGuard({ all: true, allowed: [] })
    expect(guard.refuse('127.0.0.1', '127.0.0.1')).toBeUndefined()
    expect(guard.refuse('chat.lan', '192.168.1.4')).toBeUndefined()
    expect(guard.refuse('169.254.169.254', '169.254.169.254')).toMatch(/link-local/)
    expect(guard.refuse('x', '::ffff:169.254.169.254')).toMatch(/link-local/)
  })

  it('CHN-15 lets named hosts, addresses and networks through', () => {
    const guard = createAddressGuard({
      all: false,
      allowed: ['chat.lan', '10.1.0.0/16', '::1', '192.168.0.9'],
    })
    expect(guard.refuse('Chat.LAN', '192.168.1.4')).toBeUndefined()
    expect(guard.refuse('x', '10.1.200.1')).toBeUndefined()
    expect(guard.refuse('x', '::ffff:10.1.200.1')).toBeUndefined()
    expect(guard.refuse('x', '10.2.0.1')).toBeDefined()
    expect(guard.refuse('x', '::1')).toBeUndefined()
    expect(guard.refuse('x', '192.168.0.9')).toBeUndefined()
    expect(guard.refuse('x', '192.168.0.8')).toBeDefined()
  })
})
