import { describe, expect, it } from 'vitest'
import { spoolDirectory, type SpoolDirectoryOptions } from './spool-directory.ts'

describe.skipIf(process.platform === 'win32')('spoolDirectory', () => {
  const cases: readonly (readonly [SpoolDirectoryOptions, string])[] = [
    [{ env: { CULPRIT_SPOOL_DIR: '/var/spool/shop' }, application: 'shop' }, '/var/spool/shop/mail'],
    [{ env: {}, application: 'shop' }, '/home/eve/.cache/culprit/shop/mail'],
    [{ env: { CULPRIT_SPOOL_DIR: '' }, application: '@x/shop 2' }, '/home/eve/.cache/culprit/-x-shop-2/mail'],
    [{ env: { XDG_CACHE_HOME: '/c' }, application: '../../etc' }, '/c/culprit/-..-etc/mail'],
    [{ env: { XDG_CACHE_HOME: 'c' } }, '/home/eve/.cache/culprit/application/mail'],
    [{ env: {}, application: '..' }, '/home/eve/.cache/culprit/application/mail'],
    [{ env: {}, application: 'shop', platform: 'darwin' }, '/home/eve/Library/Caches/culprit/shop/mail'],
  ]
  it.each(cases)('for %j is %s', (options, expected) => {
    expect(spoolDirectory({ home: '/home/eve', platform: 'linux', ...options })).toBe(expected)
  })
})
