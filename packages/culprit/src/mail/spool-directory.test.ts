import { afterEach, describe, expect, it, vi } from 'vitest'
import { spoolDirectory, type SpoolDirectoryOptions } from './spool-directory.ts'

afterEach(() => void vi.unstubAllEnvs())

describe.skipIf(process.platform === 'win32')('spoolDirectory', () => {
  const cases: readonly (readonly [SpoolDirectoryOptions, string])[] = [
    [{ env: { CULPRIT_SPOOL_DIR: '/var/spool/shop' }, application: 'shop' }, '/var/spool/shop/mail'],
    [{ env: {}, application: 'shop' }, '/home/eve/.cache/culprit/shop/mail'],
    [{ env: { CULPRIT_SPOOL_DIR: '' }, application: '@x/shop 2' }, '/home/eve/.cache/culprit/-x-shop-2/mail'],
    [{ env: { XDG_CACHE_HOME: '/c' }, application: '../../etc' }, '/c/culprit/-..-etc/mail'],
    [{ env: { XDG_CACHE_HOME: 'c' } }, '/home/eve/.cache/culprit/application/mail'],
    [{ env: {}, application: '..' }, '/home/eve/.cache/culprit/application/mail'],
    [{ env: {}, application: 'shop', part: 'report' }, '/home/eve/.cache/culprit/shop/report'],
    [{ env: { CULPRIT_SPOOL_DIR: '/var/spool' }, part: 'report' }, '/var/spool/report'],
    [{ env: {}, application: 'shop', platform: 'darwin' }, '/home/eve/Library/Caches/culprit/shop/mail'],
  ]
  it.each(cases)('for %j is %s', (options, expected) => {
    expect(spoolDirectory({ home: '/home/eve', platform: 'linux', ...options })).toBe(expected)
  })

  it('reads the environment of the process where none is given', () => {
    vi.stubEnv('CULPRIT_SPOOL_DIR', '/var/spool/shop')
    expect(spoolDirectory()).toBe('/var/spool/shop/mail')
    expect(spoolDirectory({ application: 'shop' })).toBe('/var/spool/shop/mail')
  })
})
