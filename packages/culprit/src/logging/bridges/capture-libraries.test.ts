import { readdirSync, readFileSync } from 'node:fs'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import createDebug from 'debug'
import { pino } from 'pino'
import winston from 'winston'
import { describe, expect, it } from 'vitest'
import { logException } from '../application-logger.ts'
import { Handler } from '../handler.ts'
import { LogManager } from '../manager.ts'
import type { LogRecord } from '../record.ts'
import { attachHandlers } from './attach-handlers.ts'
import { captureLibraries } from './capture-libraries.ts'

class Collector extends Handler {
  readonly records: LogRecord[] = []

  emit(record: LogRecord): void {
    this.records.push(record)
  }

  get lines(): readonly string[] {
    return this.records.map(({ name, levelname, message }) => `${name} ${levelname} ${message}`)
  }
}

const nowhere = { write: () => undefined }

describe('captureLibraries()', () => {
  it('listens to what is chosen, with handlers and a level, in one call', () => {
    const manager = new LogManager()
    const file = new Collector()
    const knex = new EventEmitter()
    const winstonLogger = winston.createLogger({
      transports: [new winston.transports.Console({ silent: true })],
    })
    using libraries = captureLibraries(
      { pino: true, mysql2: true, ioredis: true, undici: true, warnings: true, winston: winstonLogger, knex },
      { manager, handlers: [file], level: 'DEBUG' },
    )
    pino({ level: 'debug' }, nowhere).debug('a')
    winstonLogger.info('b')
    knex.emit('query', { sql: 'select 1', bindings: [] })
    createDebug('x')('not chosen')
    expect(file.lines).toEqual(['pino DEBUG a', 'winston INFO b', 'knex DEBUG select 1'])
    expect(libraries.loggers.map(({ name }) => name).toSorted()).toEqual([
      'ioredis',
      'knex',
      'mysql2',
      'node.warnings',
      'pino',
      'undici',
      'winston',
    ])
  })

  it("leaves the loggers' levels to the root without one, and stops when closed", () => {
    const manager = new LogManager()
    const file = new Collector()
    const libraries = captureLibraries({ pino: true }, { manager, handlers: [file] })
    const log = pino({}, nowhere)
    log.info('a')
    log.warn('b')
    libraries.close()
    log.warn('c')
    expect(file.lines).toEqual(['pino WARNING b'])
  })

  it('S11: handles an error once per handler that a library, pino, winston and the application report', () => {
    const manager = new LogManager()
    const [mail, file] = [new Collector(), new Collector()]
    mail.setLevel('ERROR')
    const app = manager.getLogger('shop')
    const knex = new EventEmitter()
    const silent = new winston.transports.Console({ silent: true })
    const winstonLogger = winston.createLogger({ transports: [silent] })
    using libraries = captureLibraries({ pino: true, knex, winston: winstonLogger }, { manager })
    attachHandlers([app, ...libraries.loggers], [mail, file])
    const error = new Error('UNIQUE constraint failed')
    knex.emit('query-error', error, { sql: 'insert into orders values (?)', bindings: [5] })
    logException(app, { path: '/pay', method: 'POST', error })
    pino({}, nowhere).error(error)
    winstonLogger.error('unhandled', error)
    expect(mail.lines).toEqual(['shop ERROR Exception on /pay [POST]'])
    expect(file.lines).toEqual([
      'knex WARNING query failed: insert into orders values (?) [5]',
      'shop ERROR Exception on /pay [POST]',
    ])
  })

  it('listens to nothing when a level is not known', () => {
    const manager = new LogManager()
    const file = new Collector()
    manager.root.addHandler(file)
    expect(() => captureLibraries({ pino: true, mysql2: true }, { manager, queryLevel: 'LOUD' })).toThrow(
      RangeError,
    )
    expect(() => captureLibraries({ pino: true }, { manager, level: 'LOUD' })).toThrow(RangeError)
    pino({}, nowhere).error('a')
    expect(file.lines).toEqual([])
  })

  it('attaches to the same handlers no second time when asked again', () => {
    const manager = new LogManager()
    const file = new Collector()
    using _one = captureLibraries({ warnings: true }, { manager, handlers: [file] })
    using two = captureLibraries({ warnings: true }, { manager, handlers: [file] })
    expect(two.loggers[0]?.handlers).toEqual([file])
  })
})

it('imports none of the libraries: each is optional', () => {
  const folder = import.meta.dirname
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const imported = files.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/from '([^.'][^']*)'/g)].map(([, from]) => from),
  )
  expect(files.length).toBeGreaterThan(20)
  expect(new Set(imported)).toEqual(
    new Set(['@culprit/redact', 'node:console', 'node:diagnostics_channel', 'node:stream']),
  )
})
