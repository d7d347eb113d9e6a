import createDebug from 'debug'
import { pino } from 'pino'
import winston from 'winston'
import { afterEach, describe, expect, it } from 'vitest'
import { LogManager } from '../manager.ts'
import { LogRecord } from '../record.ts'
import { bridgeDebug } from './bridge-debug.ts'
import { bridgePino } from './bridge-pino.ts'
import { bridgeWinston } from './bridge-winston.ts'
import type { Bridge } from './bridge.ts'

const open: Bridge[] = []

afterEach(() => {
  for (const bridge of open.splice(0)) bridge.close()
})

/** A manager whose records are kept as they are made. */
function setUp(level = 'TRACE'): { readonly manager: LogManager; readonly records: LogRecord[] } {
  const manager = new LogManager({ stderr: () => undefined })
  const records: LogRecord[] = []
  manager.root.setLevel(level)
  manager.recordFactory = (init) => {
    const record = new LogRecord(init)
    record.resolveLocation()
    records.push(record)
    return record
  }
  return { manager, records }
}

function lines(records: readonly LogRecord[]): readonly string[] {
  return records.map(({ name, levelname, message }) => `${name} ${levelname} ${message}`)
}

const nowhere = { write: () => undefined }

describe('bridgePino()', () => {
  it('maps levels by name, also when their numbers are others', () => {
    const { manager, records } = setUp()
    open.push(bridgePino({ manager }))
    const log = pino({ level: 'trace', customLevels: { audit: 35, error: 11 } }, nowhere)
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'audit'] as const)
      log[level](level)
    expect(lines(records)).toEqual([
      'pino TRACE trace',
      'pino DEBUG debug',
      'pino INFO info',
      'pino WARNING warn',
      'pino ERROR error',
      'pino CRITICAL fatal',
      'pino INFO audit',
    ])
  })

  it('takes the name, the fields of children and the very error object', () => {
    const { manager, records } = setUp()
    open.push(bridgePino({ manager }))
    const error = new Error('no stock')
    pino({ name: 'shop' }, nowhere).child({ requestId: 'r1' }).error({ err: error, sku: 7 }, 'order %d%%', 5)
    expect(lines(records)).toEqual(['pino.shop ERROR order 5%'])
    expect(records[0]?.error).toBe(error)
    expect(records[0]?.extra).toEqual({ requestId: 'r1', sku: 7 })
  })

  it('shows the fields of a line without a message', () => {
    const { manager, records } = setUp()
    open.push(bridgePino({ manager }))
    pino({}, nowhere).info({ sku: 7 })
    expect(lines(records)).toEqual(['pino INFO {"sku":7}'])
  })

  it('keeps redacted what pino redacts', () => {
    const { manager, records } = setUp()
    open.push(bridgePino({ manager }))
    pino({ redact: ['card'] }, nowhere).info({ card: '4111' }, 'paid')
    expect(JSON.stringify(records[0]?.extra)).not.toContain('4111')
  })

  it('finds where the line was logged', () => {
    const { manager, records } = setUp()
    open.push(bridgePino({ manager }))
    pino({}, nowhere).warn('here')
    expect(records[0]?.filename).toBe('pino-winston-debug.test.ts')
  })

  it('leaves lines below the level of its logger alone, and all when closed', () => {
    const { manager, records } = setUp('WARNING')
    const bridge = bridgePino({ manager })
    const log = pino({}, nowhere)
    log.info('too low')
    log.warn('one')
    bridge.close()
    bridge.close()
    log.warn('two')
    expect(lines(records)).toEqual(['pino WARNING one'])
  })
})

describe('bridgeWinston()', () => {
  const quiet = new winston.transports.Console({ silent: true })

  it('takes lines with level by name, fields and error object, and leaves when closed', () => {
    const { manager, records } = setUp()
    const logger = winston.createLogger({ level: 'silly', transports: [quiet] })
    const bridge = bridgeWinston(logger, { manager })
    const error = new Error('no stock')
    logger.silly('a')
    logger.verbose('b')
    logger.warn('50% off', { sku: 7 })
    logger.error('failed', error)
    logger.child({ part: 'cart' }).info('c')
    bridge.close()
    logger.error('after')
    expect(lines(records)).toEqual([
      'winston TRACE a',
      'winston DEBUG b',
      'winston WARNING 50% off',
      'winston ERROR failed no stock',
      'winston INFO c',
    ])
    expect(records[2]?.extra).toEqual({ sku: 7 })
    expect(records[3]?.error).toBe(error)
    expect(records[4]?.extra).toEqual({ part: 'cart' })
    expect(logger.transports).toEqual([quiet])
  })

  it('knows levels under colours and syslog names', () => {
    const { manager, records } = setUp()
    const { config, format } = winston
    const logger = winston.createLogger({
      levels: config.syslog.levels,
      level: 'debug',
      format: format.colorize({ all: true, colors: config.syslog.colors }),
      transports: [quiet],
    })
    open.push(bridgeWinston([logger], { manager, name: 'winston.sys' }))
    for (const level of ['emerg', 'crit', 'error', 'warning', 'notice']) logger.log(level, level)
    expect(records.map(({ name, levelname }) => `${name} ${levelname}`)).toEqual([
      'winston.sys CRITICAL',
      'winston.sys CRITICAL',
      'winston.sys ERROR',
      'winston.sys WARNING',
      'winston.sys INFO',
    ])
  })

  it('takes an error logged alone, as object or as the text that the errors format makes of it', () => {
    const { manager, records } = setUp()
    const plain = winston.createLogger({ transports: [quiet] })
    const textual = winston.createLogger({
      format: winston.format.errors({ stack: true }),
      transports: [quiet],
    })
    open.push(bridgeWinston([plain, textual], { manager }))
    const error = new Error('lost')
    plain.error(error)
    textual.error(new Error('gone'))
    expect(records.map(({ message }) => message)).toEqual(['lost', 'gone'])
    expect(records[0]?.error).toBe(error)
    expect(String(Reflect.get(Object(records[1]?.error), 'stack'))).toContain('Error: gone\n')
  })
})

describe('bridgeDebug()', () => {
  it('names loggers after namespaces and takes the text without colours', () => {
    const { manager, records } = setUp()
    open.push(bridgeDebug(createDebug, { manager, silent: true }))
    createDebug.enable('shop:*')
    const error = new Error('no stock')
    createDebug('shop:cart')('adding %d to %o', 2, { id: 1 })
    createDebug('shop:cart:db')('failed', error)
    createDebug('other')('disabled')
    createDebug.disable()
    expect(lines(records)).toEqual([
      'debug.shop.cart DEBUG adding 2 to { id: 1 }',
      'debug.shop.cart.db DEBUG failed',
    ])
    expect(records[1]?.error).toBe(error)
    expect(records[0]?.filename).toBe('pino-winston-debug.test.ts')
  })

  it('puts back what it replaced', () => {
    const { formatArgs, log } = createDebug
    const bridge = bridgeDebug([createDebug], { manager: setUp().manager, silent: true })
    expect(createDebug.formatArgs).not.toBe(formatArgs)
    bridge.close()
    expect(createDebug.formatArgs).toBe(formatArgs)
    expect(createDebug.log).toBe(log)
  })

  it('lets debug print as before', () => {
    const { manager, records } = setUp()
    const printed: unknown[][] = []
    const before = createDebug.log
    createDebug.log = (...values: unknown[]) => void printed.push(values)
    open.push(bridgeDebug(createDebug, { manager }))
    createDebug.enable('loud')
    createDebug('loud')('hello')
    createDebug.disable()
    createDebug.log = before
    expect(printed).toHaveLength(1)
    expect(String(printed[0])).toContain('loud')
    expect(records).toHaveLength(1)
  })
})
