import { createHook } from 'node:async_hooks'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { callerLocation, errorLocation, filenameOf, moduleOf } from './location.ts'

/** Stands for a logging method: asks where it was called, a few calls deeper. */
function log(level = 1): ReturnType<typeof callerLocation> {
  return [level].map((wanted) => callerLocation(log, wanted))[0] ?? callerLocation(log)
}

const atTop = log()

describe('callerLocation()', () => {
  it('T18: names the function, method and module body as Python does', () => {
    class Cart {
      static all(): string {
        return log().funcName
      }
      add(): string {
        return log().funcName
      }
      get size(): string {
        return log().funcName
      }
      #hidden(): string {
        return log().funcName
      }
      hide(): string {
        return this.#hidden()
      }
    }
    function plain(): string {
      return log().funcName
    }
    const arrow = (): string => log().funcName
    expect(plain()).toBe('plain')
    expect(arrow()).toBe('arrow')
    expect(new Cart().add()).toBe('add')
    expect(Cart.all()).toBe('all')
    expect(new Cart().hide()).toBe('#hidden')
    expect(new Cart().size).toBe('get size')
  })

  it('gives the path and the line of the call', () => {
    const location = log()
    expect(filenameOf(location.pathname)).toBe('location.test.ts')
    expect(location.lineno).toBeGreaterThan(atTop.lineno)
  })

  it('T18: code at the top of a module is in <module>, at the very line of the call', () => {
    const directory = mkdtempSync(join(tmpdir(), 'culprit-location-'))
    try {
      const file = join(directory, 'app.mjs')
      const lines = [
        `import { LogManager } from ${JSON.stringify(new URL('manager.ts', import.meta.url))};(() => (globalThis.one = 1))()`,
        'const manager = new LogManager()',
        'const log = manager.getLogger("shop")',
        'const seen = []',
        'log.handle = (record) => seen.push([record.filename, record.lineno, record.funcName])',
        'log.error("one")',
        'log.error`two ${2}`',
        'new Set([0]).forEach(() => log.error("three"))',
        'console.log(JSON.stringify(seen))',
      ]
      writeFileSync(file, lines.join('\n'))
      const output = execFileSync(process.execPath, ['--conditions=@culprit/source', file], {
        encoding: 'utf8',
      })
      expect(JSON.parse(output)).toEqual([
        ['app.mjs', 6, '<module>'],
        ['app.mjs', 7, '<module>'],
        ['app.mjs', 8, '<anonymous>'],
      ])
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it('works in async functions after an await', async () => {
    async function later(): Promise<string> {
      await Promise.resolve()
      return log().funcName
    }
    await expect(later()).resolves.toBe('later')
  })

  it('T17: stackLevel 2 is the caller of the caller', () => {
    function inner(level: number): string {
      return log(level).funcName
    }
    function outer(level: number): string {
      return inner(level)
    }
    expect(outer(1)).toBe('inner')
    expect(outer(2)).toBe('outer')
  })

  it('T17: deeper than the stack is the outermost call', () => {
    expect(log(1000).funcName).not.toBe('(unknown function)')
  })

  it('a method that is not on the stack has no caller', () =>
    expect(callerLocation(createHook)).toEqual({
      pathname: '(unknown file)',
      lineno: 0,
      funcName: '(unknown function)',
    }))

  it('leaves the settings of V8 as they were', () => {
    const own = (): string => 'own'
    const before = { limit: Error.stackTraceLimit, prepare: Error.prepareStackTrace }
    Error.prepareStackTrace = own
    Error.stackTraceLimit = 7
    try {
      log()
      expect(Error.prepareStackTrace).toBe(own)
      expect(Error.stackTraceLimit).toBe(7)
    } finally {
      Error.prepareStackTrace = before.prepare
      Error.stackTraceLimit = before.limit
    }
  })
})

it('is source-mapped where source maps are switched on', () => {
  const directory = mkdtempSync(join(tmpdir(), 'culprit-mapped-'))
  try {
    const file = join(directory, 'built.mjs')
    // Line 4 of the built file is line 40 of shop.ts.
    const map = { version: 3, sources: ['shop.ts'], names: [], mappings: ';;;AAuCA' }
    const lines = [
      `import { LogManager } from ${JSON.stringify(new URL('manager.ts', import.meta.url))}`,
      'const log = new LogManager().getLogger("shop")',
      'log.handle = (record) => console.log(record.filename, record.lineno)',
      'log.error("x")',
      `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`,
    ]
    writeFileSync(file, lines.join('\n'))
    const run = (...flags: readonly string[]): string =>
      execFileSync(process.execPath, ['--conditions=@culprit/source', ...flags, file], {
        encoding: 'utf8',
      }).trim()
    expect(run('--enable-source-maps')).toBe('shop.ts 40')
    expect(run()).toBe('built.mjs 4')
  } finally {
    rmSync(directory, { recursive: true })
  }
})

describe('errorLocation()', () => {
  it('is the innermost frame of the application', () => {
    const error = new Error('x')
    error.stack = [
      'Error: x',
      '    at parse (node:internal/url:1:2)',
      '    at get (/srv/node_modules/lib/a.js:3:4)',
      '    at checkout (/srv/shop/cart.ts:42:7)',
      '    at main (/srv/shop/main.ts:1:1)',
    ].join('\n')
    expect(errorLocation(error)).toEqual({ pathname: '/srv/shop/cart.ts', lineno: 42, funcName: 'checkout' })
  })

  it('is unknown for what has no stack', () => {
    expect(errorLocation('text').lineno).toBe(0)
    expect(errorLocation(undefined).pathname).toBe('(unknown file)')
  })
})

it.each([
  ['/srv/app/views.py', 'views.py', 'views'],
  ['C:\\app\\a.test.ts', 'a.test.ts', 'a.test'],
  ['.env', '.env', '.env'],
])('takes %s apart', (path, filename, module) => {
  expect(filenameOf(path)).toBe(filename)
  expect(moduleOf(path)).toBe(module)
})
