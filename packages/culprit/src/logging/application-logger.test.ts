import { describe, expect, it } from 'vitest'
import { applicationLogger, hasLevelHandler, logException, toErrorLog } from './application-logger.ts'
import { DefaultHandler } from './default-handler.ts'
import { Formatter } from './formatter.ts'
import { Handler } from './handler.ts'
import { LogManager } from './manager.ts'
import type { LogRecord } from './record.ts'

class Collector extends Handler {
  readonly records: LogRecord[] = []
  emit(record: LogRecord): void {
    this.records.push(record)
  }
}

function failure(): Error {
  const error = new TypeError('no such cart')
  error.stack = [
    'TypeError: no such cart',
    '    at get (/srv/node_modules/lib/a.js:3:4)',
    '    at checkout (/srv/shop/cart.ts:42:7)',
  ].join('\n')
  return error
}

describe("the application's logger", () => {
  it('LOG-1: is named after the application and always the same', () => {
    const manager = new LogManager()
    const logger = applicationLogger('shop', { manager })
    expect(logger).toBe(manager.getLogger('shop'))
    expect(applicationLogger('shop', { manager })).toBe(logger)
    expect(logger.handlers).toHaveLength(1)
  })

  it('LOG-2: debug mode lowers the level unless one is set', () => {
    const manager = new LogManager()
    expect(applicationLogger('a', { manager, debug: true }).level).toBe(10)
    manager.getLogger('b').setLevel('ERROR')
    expect(applicationLogger('b', { manager, debug: true }).level).toBe(40)
    expect(applicationLogger('c', { manager }).level).toBe(0)
  })

  it('LOG-2: no handler is added when one on the way up takes the level', () => {
    const manager = new LogManager()
    manager.root.addHandler(new Collector())
    expect(applicationLogger('shop', { manager }).handlers).toEqual([])
  })

  it('LOG-3: a handler counts only with a level that takes what the logger makes, and only while propagating', () => {
    const manager = new LogManager()
    const handler = new Collector()
    handler.setLevel('ERROR')
    manager.root.addHandler(handler)
    const logger = manager.getLogger('shop')
    expect(hasLevelHandler(logger)).toBe(false)
    logger.setLevel('ERROR')
    expect(hasLevelHandler(logger)).toBe(true)
    logger.propagate = false
    expect(hasLevelHandler(logger)).toBe(false)
  })

  it('LOG-4: the default handler writes time, level, module and message to stderr, and can be removed', () => {
    const lines: string[] = []
    const logger = applicationLogger('shop', {
      manager: new LogManager(),
      stderr: (text) => lines.push(text),
    })
    logger.warning('stock low')
    expect(lines[0]).toMatch(
      /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\] WARNING in application-logger\.test: stock low\n$/,
    )
    for (const handler of logger.handlers)
      if (handler instanceof DefaultHandler) logger.removeHandler(handler)
    expect(logger.handlers).toEqual([])
  })

  it('LOG-4: stderr is looked up at each write', () => {
    const logger = applicationLogger('shop', { manager: new LogManager() })
    const { write } = process.stderr
    let written = ''
    process.stderr.write = (chunk: Uint8Array | string): boolean => {
      written += String(chunk)
      return true
    }
    try {
      logger.error('here')
    } finally {
      process.stderr.write = write
    }
    expect(written).toContain('ERROR in application-logger.test: here\n')
  })

  it('LOG-5: an unhandled error is logged with path and method, and its own location (LOG-9)', () => {
    const lines: string[] = []
    const logger = applicationLogger('shop', {
      manager: new LogManager(),
      stderr: (text) => lines.push(text),
    })
    const collector = new Collector()
    logger.addHandler(collector)
    logException(logger, { path: '/pay/%s', method: 'POST', error: failure(), reference: 'abc' })
    const [record] = collector.records
    expect(record?.message).toBe('Exception on /pay/%s [POST]')
    expect([record?.pathname, record?.lineno, record?.funcName]).toEqual([
      '/srv/shop/cart.ts',
      42,
      'checkout',
    ])
    expect(record?.extra).toEqual({ reference: 'abc', path: '/pay/%s', method: 'POST' })
    expect(lines.join('')).toMatch(
      /ERROR in cart: Exception on \/pay\/%s \[POST\] \(reference abc\)\nTypeError: no such cart\n {4}at get/,
    )
  })

  it('LOG-5: error handling gives its records the request, the user agent cut to 500 characters', () => {
    const collector = new Collector()
    const logger = applicationLogger('shop', { manager: new LogManager(), stderr: () => undefined })
    logger.addHandler(collector)
    const log = toErrorLog(logger)
    const request = { path: '/pay', method: 'POST', userAgent: 'b'.repeat(9000) }
    log.error('Exception on /pay [POST]', failure(), 'f00', request)
    log.error('no request', failure())
    expect(collector.records.map(({ extra }) => ({ ...extra }))).toEqual([
      { reference: 'f00', path: '/pay', method: 'POST', user_agent: 'b'.repeat(500) },
      {},
    ])
  })

  it('LOG-6: a formatter of the application adds fields, also outside a request', () => {
    class RequestFormatter extends Formatter {
      override format(record: LogRecord): string {
        record.addExtra({ shop: 'main' })
        return super.format(record)
      }
    }
    const collector = new Collector()
    const logger = applicationLogger('shop', { manager: new LogManager(), stderr: () => undefined })
    logger.addHandler(collector)
    logger.warning('x')
    const [record] = collector.records
    expect(record && new RequestFormatter('%(shop)s %(url)s %(message)s').format(record)).toBe('main null x')
  })

  it('LOG-7: a handler on the root hears all, a loop over loggers only those', () => {
    const manager = new LogManager()
    const [all, some] = [new Collector(), new Collector()]
    manager.root.addHandler(all)
    for (const logger of [applicationLogger('shop', { manager }), manager.getLogger('knex')])
      logger.addHandler(some)
    manager.getLogger('knex.query').warning('one')
    manager.getLogger('other').warning('two')
    expect(all.records).toHaveLength(2)
    expect(some.records).toHaveLength(1)
  })

  it('LOG-8: a line end in a path begins no line of the log', () => {
    const collector = new Collector()
    const logger = applicationLogger('shop', { manager: new LogManager(), stderr: () => undefined })
    logger.addHandler(collector)
    logException(logger, { path: '/a\r\nERROR in x', method: 'GET', error: 1 })
    expect(collector.records[0]?.message).toBe('Exception on /a\\x0d\\x0aERROR in x [GET]')
  })

  it('serves error handling as its log', () => {
    const lines: string[] = []
    const logger = applicationLogger('shop', {
      manager: new LogManager(),
      stderr: (text) => lines.push(text),
    })
    const log = toErrorLog(logger)
    log.error('Exception on /%d [GET]', failure(), 'f00')
    log.info('not at this level')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(
      /ERROR in cart: Exception on \/%d \[GET\] \(reference f00\)\nTypeError: no such cart/,
    )
  })
})
