import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { basicConfig } from './basic-config.ts'
import type { LoggingConfig } from './config.ts'
import { LoggingConfigError } from './config-error.ts'
import { configure } from './configure.ts'
import { Formatter } from './formatter.ts'
import { Handler } from './handler.ts'
import { LogManager } from './manager.ts'
import type { LogRecord } from './record.ts'

class Lines extends Handler {
  readonly lines: string[] = []
  closed = false
  target: Handler | undefined

  emit(record: LogRecord): void {
    this.lines.push(this.format(record))
  }

  override close(): Promise<void> {
    this.closed = true
    return super.close()
  }
}

describe('configure()', () => {
  it('1.7: sets up loggers, handlers, formatters and filters', () => {
    const manager = new LogManager()
    const lines = new Lines()
    configure(
      {
        version: 1,
        formatters: {
          short: { format: '{levelname}:{message}', style: '{' },
          own: { create: () => new Formatter() },
        },
        filters: {
          shop: { name: 'shop' },
          quiet: (record) => record.msg !== 'noise',
          made: { create: () => () => true },
        },
        handlers: {
          all: { create: () => lines, level: 'INFO', formatter: 'short', filters: ['shop', 'made'] },
        },
        loggers: { 'shop.cart': { level: 'DEBUG', propagate: true, filters: ['quiet'] } },
        root: { level: 'ERROR', handlers: ['all'] },
      },
      manager,
    )
    const cart = manager.getLogger('shop.cart')
    cart.debug('below the handler')
    cart.info('noise')
    cart.info('heard')
    manager.getLogger('other').error('not of the shop')
    expect(lines.lines).toEqual(['INFO:heard'])
    expect(manager.getHandlerByName('all')).toBe(lines)
    expect(manager.root.level).toBe(40)
  })

  it('1.7: handlers may ask for handlers listed later, but not for themselves', () => {
    const manager = new LogManager()
    const made: string[] = []
    const target = (id: string, ask?: string): LoggingConfig['handlers'] => ({
      [id]: {
        create: (handler) => {
          const lines = new Lines()
          if (ask !== undefined) lines.target = handler(ask)
          made.push(id)
          return lines
        },
      },
    })
    configure({ version: 1, handlers: { ...target('memory', 'file'), ...target('file') } }, manager)
    expect(made).toEqual(['file', 'memory'])
    expect(() =>
      configure({ version: 1, handlers: { ...target('a', 'b'), ...target('b', 'a') } }, manager),
    ).toThrow("handlers.b: 'a' needs itself")
  })

  it.each<readonly [string, unknown]>([
    ['version: must be 1', {}],
    ['extra: unknown key', { version: 1, extra: 1 }],
    [
      "handlers.file.level: Unknown level: 'LOUD'",
      { version: 1, handlers: { file: { create: () => new Lines(), level: 'LOUD' } } },
    ],
    [
      "handlers.file.formatter: nothing is called 'x'",
      { version: 1, handlers: { file: { create: () => new Lines(), formatter: 'x' } } },
    ],
    ['handlers.file.create: expected a function', { version: 1, handlers: { file: {} } }],
    [
      'handlers.file.create: expected a Handler, got a number',
      { version: 1, handlers: { file: { create: () => 5 } } },
    ],
    [
      'handlers.file.colour: unknown key',
      { version: 1, handlers: { file: { create: () => new Lines(), colour: 1 } } },
    ],
    [
      'handlers.file: disk is gone',
      {
        version: 1,
        handlers: {
          file: {
            create: () => {
              throw new Error('disk is gone')
            },
          },
        },
      },
    ],
    ["formatters.short: Invalid format 'x'", { version: 1, formatters: { short: { format: 'x' } } }],
    ['formatters.short.style: Style must be', { version: 1, formatters: { short: { style: '#' } } }],
    ['formatters.short.utc: expected a boolean', { version: 1, formatters: { short: { utc: 'yes' } } }],
    ['filters.x.create: expected a filter', { version: 1, filters: { x: { create: () => 1 } } }],
    [
      "loggers.shop.handlers[0]: nothing is called 'file'",
      { version: 1, loggers: { shop: { handlers: ['file'] } } },
    ],
    [
      'loggers.shop.propagate: expected true or false, not a string',
      { version: 1, loggers: { shop: { propagate: 'no' } } },
    ],
    [
      'loggers.shop.handlers: expected a list of names',
      { version: 1, loggers: { shop: { handlers: 'file' } } },
    ],
    ['root.propagate: unknown key', { version: 1, root: { propagate: true } }],
    ['loggers: expected an object, not a list', { version: 1, loggers: [] }],
    ['configuration: expected an object, not null', null],
  ])('says where: %s', (message, config) => {
    const manager = new LogManager()
    const call = (): void => configure(config as LoggingConfig, manager)
    expect(call).toThrow(LoggingConfigError)
    expect(call).toThrow(message)
  })

  it('a mistake changes nothing and leaves no handler open', () => {
    const manager = new LogManager()
    const lines = new Lines()
    const kept = new Lines()
    manager.root.addHandler(kept)
    const config: LoggingConfig = {
      version: 1,
      handlers: { a: { create: () => lines } },
      loggers: { shop: { level: 'LOUD', handlers: ['a'] } },
      root: { level: 'DEBUG' },
    }
    expect(() => configure(config, manager)).toThrow('loggers.shop.level')
    expect(lines.closed).toBe(true)
    expect(manager.root.handlers).toEqual([kept])
    expect(manager.root.level).toBe(30)
  })

  it('1.7: named loggers start anew, those below are reset, others stay or are switched off', () => {
    const manager = new LogManager()
    const old = new Lines()
    for (const name of ['shop', 'shop.cart', 'knex']) {
      manager.getLogger(name).addHandler(old)
      manager.getLogger(name).setLevel('DEBUG')
    }
    configure({ version: 1, loggers: { shop: {} } }, manager)
    expect(manager.getLogger('shop').handlers).toEqual([])
    expect(manager.getLogger('shop.cart').handlers).toEqual([])
    expect(manager.getLogger('shop.cart').level).toBe(0)
    expect(manager.getLogger('knex').handlers).toEqual([old])
    expect(manager.getLogger('knex').disabled).toBe(false)
    expect(old.closed).toBe(false)
    configure({ version: 1, disableExisting: true, loggers: { shop: {} } }, manager)
    expect(manager.getLogger('knex').disabled).toBe(true)
    expect(manager.getLogger('shop.cart').disabled).toBe(false)
  })

  it('handlers that no logger has any more are closed', () => {
    const manager = new LogManager()
    const [one, two] = [new Lines(), new Lines()]
    configure({ version: 1, handlers: { h: { create: () => one } }, root: { handlers: ['h'] } }, manager)
    configure({ version: 1, handlers: { h: { create: () => two } }, root: { handlers: ['h'] } }, manager)
    expect([one.closed, two.closed]).toEqual([true, false])
    expect(manager.root.handlers).toEqual([two])
  })

  it('1.7: incremental changes levels and propagation only', () => {
    const manager = new LogManager()
    const lines = new Lines()
    lines.name = 'h'
    manager.root.addHandler(lines)
    const change: LoggingConfig = {
      version: 1,
      incremental: true,
      handlers: { h: { level: 'ERROR' } },
      loggers: { shop: { level: 'DEBUG', propagate: false } },
      root: { level: 'INFO' },
    }
    configure(change, manager)
    expect([lines.level, manager.root.level, manager.getLogger('shop').level]).toEqual([40, 20, 10])
    expect(manager.getLogger('shop').propagate).toBe(false)
    expect(manager.root.handlers).toEqual([lines])
    expect(() =>
      configure({ ...change, handlers: { other: { level: 'INFO' } }, root: { level: 'DEBUG' } }, manager),
    ).toThrow('handlers.other: no handler has this name')
    expect(manager.root.level).toBe(20)
  })
})

describe('basicConfig()', () => {
  it("1.6: gives the root a handler in Python's format, once", () => {
    const manager = new LogManager()
    let written = ''
    const stream = { write: (text: string): void => void (written += text) }
    basicConfig({ stream, level: 'INFO' }, manager)
    basicConfig({ stream: { write: () => undefined }, level: 'DEBUG' }, manager)
    manager.getLogger('shop').info('x')
    expect(written).toBe('INFO:shop:x\n')
    expect(manager.root.handlers).toHaveLength(1)
    expect(manager.root.level).toBe(20)
  })

  it('1.6: force replaces what is there', () => {
    const manager = new LogManager()
    const [one, two] = [new Lines(), new Lines()]
    basicConfig({ handlers: [one] }, manager)
    basicConfig({ handlers: [two], force: true, format: '$name', style: '$' }, manager)
    expect(one.closed).toBe(true)
    manager.root.error('x')
    expect(two.lines).toEqual(['root'])
  })

  it('1.6: writes to a file', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'culprit-basic-'))
    try {
      const manager = new LogManager()
      const filename = join(directory, 'app.log')
      basicConfig({ filename }, manager)
      manager.root.warning('x')
      await manager.shutdown()
      expect(readFileSync(filename, 'utf8')).toBe('WARNING:root:x\n')
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it('1.6: refuses unknown keys and two destinations', () => {
    const manager = new LogManager()
    const wrong: unknown = { file: 'x' }
    expect(() => basicConfig(wrong as object, manager)).toThrow('file: unknown key')
    expect(() => basicConfig({ filename: 'x', handlers: [] }, manager)).toThrow('exclude each other')
  })
})
