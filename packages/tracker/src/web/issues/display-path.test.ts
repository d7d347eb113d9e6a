import { describe, expect, it } from 'vitest'
import { createPathShortener } from './display-path.ts'

const app = (filename: string): { filename: string; inApp: boolean } => ({ filename, inApp: true })
const library = (filename: string): { filename: string; inApp: boolean } => ({ filename, inApp: false })

describe('createPathShortener()', () => {
  it.each([
    [
      'cuts the directory that files of the application share',
      [app('/srv/app/a.js'), app('/srv/app/b/c.js')],
      ['a.js', 'b/c.js'],
    ],
    [
      'keeps src/',
      [app('/srv/app/src/cart/total.ts'), app('/srv/app/src/cart/tax.ts')],
      ['src/cart/total.ts', 'src/cart/tax.ts'],
    ],
    ['takes file: addresses for paths', [app('file:///srv/app/a.mjs')], ['a.mjs']],
    ['leaves relative paths alone', [app('views.py'), app('shop/models.py')], ['views.py', 'shop/models.py']],
    ['knows Windows', [app('C:\\app\\a.js'), app('C:\\app\\b\\c.js')], ['a.js', 'b\\c.js']],
    ['does not cut the root alone', [app('/a.js'), app('/b/c.js')], ['/a.js', '/b/c.js']],
  ])('%s', (_name, frames, paths) => {
    const shorten = createPathShortener(frames)
    expect(frames.map((frame) => shorten(frame).path)).toEqual(paths)
  })

  it.each([
    ['/srv/app/node_modules/express/lib/router.js', 'node_modules/express/lib/router.js', 'express'],
    ['/srv/app/node_modules/a/node_modules/@scope/b/c.js', 'node_modules/@scope/b/c.js', '@scope/b'],
    ['/usr/lib/python3.14/site-packages/django/core/x.py', 'site-packages/django/core/x.py', 'django'],
    [
      '/srv/app/vendor/symfony/http-kernel/Kernel.php',
      'vendor/symfony/http-kernel/Kernel.php',
      'symfony/http-kernel',
    ],
    ['/var/gems/rack-3.1.0/lib/rack.rb', 'gems/rack-3.1.0/lib/rack.rb', 'rack'],
    ['node:internal/timers', 'node:internal/timers', 'node'],
  ])('names the package of %s', (filename, path, name) => {
    expect(createPathShortener([])(library(filename))).toEqual({ path, package: name })
  })

  it('says so when a frame has no file at all', () => {
    expect(createPathShortener([])({ inApp: false }).path).toBe('<unknown>')
    expect(createPathShortener([])({ inApp: false, module: 'java.lang.Thread' }).path).toBe(
      'java.lang.Thread',
    )
  })
})
