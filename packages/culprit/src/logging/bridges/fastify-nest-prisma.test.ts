import 'reflect-metadata'
import { Logger as NestStaticLogger, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import Fastify from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { LogManager } from '../manager.ts'
import { LogRecord } from '../record.ts'
import { bridgePino } from './bridge-pino.ts'
import { bridgePrisma } from './bridge-prisma.ts'
import { fastifyLogger } from './fastify-logger.ts'
import { nestLogger } from './nest-logger.ts'

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

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

describe('fastifyLogger()', () => {
  it('is a logger for Fastify: requests, plugins and errors, with the fields of the request', async () => {
    const { manager, records } = setUp('INFO')
    const app = Fastify({ loggerInstance: fastifyLogger({ manager }) })
    closing.push(() => app.close())
    const error = new Error('no stock')
    app.get('/items', (request) => {
      request.log.warn('stock low %s', 'sku-7')
      throw error
    })
    await app.inject({ url: '/items?id=5&token=hunter2', headers: { authorization: 'Bearer hunter2' } })
    expect(lines(records)).toEqual([
      'fastify INFO incoming request',
      'fastify WARNING stock low sku-7',
      'fastify ERROR no stock',
      'fastify INFO request completed',
    ])
    const [incoming, warning, failure, completed] = records
    expect(incoming?.extra['req']).toMatchObject({ method: 'GET', url: '/items?id=5&token=[Filtered]' })
    expect(warning?.extra).toEqual({ reqId: 'req-1' })
    expect(warning?.filename).toBe('fastify-nest-prisma.test.ts')
    expect(failure?.error).toBe(error)
    expect(completed?.extra['res']).toEqual({ statusCode: 500 })
    expect(JSON.stringify(records.map(({ extra }) => extra))).not.toContain('hunter2')
  })

  it('tells and sets its level by name', () => {
    const { manager, records } = setUp('WARNING')
    const logger = fastifyLogger({ manager, name: 'web' })
    expect(logger.level).toBe('warn')
    logger.level = 'debug'
    expect(manager.getLogger('web').level).toBe(10)
    const child = logger.child({ part: 'cart' }).child({ id: 1 })
    child.trace('no')
    child.debug({ id: 2 }, 'yes 5%')
    child.silent()
    expect(lines(records)).toEqual(['web DEBUG yes 5%'])
    expect(records[0]?.extra).toEqual({ part: 'cart', id: 2 })
  })

  it('shows an object logged alone as its fields, without secrets', () => {
    const { manager, records } = setUp()
    const logger = fastifyLogger({ manager }).child({ part: 'cart' })
    const serializers = { req: () => ({ method: 'GET' }) }
    logger.child({}, { serializers }).info({ req: { headers: { cookie: 'hunter2' } }, password: 'hunter2' })
    logger.info(
      new (class Cart {
        readonly id = 1
        readonly token = 'hunter2'
      })(),
    )
    expect(lines(records)).toEqual([
      'fastify INFO {"req":{"method":"GET"},"password":"[Filtered]"}',
      'fastify INFO {"id":1,"token":"[Filtered]"}',
    ])
  })

  it("Fastify's own pino is heard by bridgePino()", async () => {
    const { manager, records } = setUp()
    const bridge = bridgePino({ manager })
    const app = Fastify({ logger: { stream: { write: () => undefined } } })
    closing.push(
      () => bridge.close(),
      () => app.close(),
    )
    app.get('/', () => 'hello')
    await app.inject('/')
    expect(lines(records)).toEqual(['pino INFO incoming request', 'pino INFO request completed'])
    expect(records[0]?.extra['req']).toMatchObject({ method: 'GET', url: '/' })
  })
})

describe('nestLogger()', () => {
  it('is a logger for a Nest application', async () => {
    class Shop {}
    Module({})(Shop)
    const { manager, records } = setUp()
    const app = await NestFactory.createApplicationContext(Shop, { logger: nestLogger({ manager }) })
    closing.push(() => app.close())
    expect(lines(records)).toContain('nest.NestFactory INFO Starting Nest application...')
    const error = new Error('no stock 5%')
    const logger = new NestStaticLogger('Cart')
    logger.verbose('a')
    logger.warn('b', { id: 1 })
    logger.error(error)
    logger.error('failed', error.stack)
    NestStaticLogger.fatal('worse', error.stack, 'Other')
    const own = records.filter(({ name }) => name === 'nest.Cart' || name === 'nest.Other')
    expect(lines(own)).toEqual([
      'nest.Cart DEBUG a',
      'nest.Cart WARNING b { id: 1 }',
      'nest.Cart ERROR no stock 5%',
      'nest.Cart ERROR failed',
      'nest.Other CRITICAL worse',
    ])
    expect(own[2]?.error).toBe(error)
    expect(Reflect.get(Object(own[3]?.error), 'stack')).toBe(error.stack)
  })

  it.each([
    [['text'], 'nest ERROR text'],
    [['text', undefined], 'nest ERROR text'],
    [['text', 'Context'], 'nest.Context ERROR text'],
    [['text', undefined, 'Context'], 'nest.Context ERROR text'],
    [['text', 'more', 'Context'], 'nest.Context ERROR text more'],
    [[new Error('e'), 'Context'], 'nest.Context ERROR e'],
    [[{ a: 1 }, 'Context'], 'nest.Context ERROR { a: 1 }'],
  ] as const)('error(%j)', ([message, ...rest], line) => {
    const { manager, records } = setUp()
    nestLogger({ manager }).error(message, ...rest)
    expect(lines(records)).toEqual([line])
  })
})

describe('bridgePrisma()', () => {
  /** Keeps the contract of Prisma's `$on`: events by name, no way to take a listener back. */
  class FakePrisma {
    readonly #listeners = new Map<string, (event: unknown) => void>()

    $on(name: 'query' | 'info' | 'warn' | 'error', listener: (event: object) => void): this {
      this.#listeners.set(name, listener as (event: unknown) => void)
      return this
    }

    emit(name: string, event: object): void {
      this.#listeners.get(name)?.(event)
    }
  }

  it('takes events by their names, until closed', () => {
    const { manager, records } = setUp()
    const prisma = new FakePrisma()
    const bridge = bridgePrisma(prisma, { manager })
    const target = 'quaint::connector::metrics'
    prisma.emit('query', { query: 'SELECT $1, $2', params: '["hunter2",5]', duration: 3, target })
    prisma.emit('query', { query: 'SELECT $1', params: '[hunter2, not JSON', duration: 1, target })
    prisma.emit('info', { message: 'Starting a pool', target })
    prisma.emit('warn', { message: '50% full', target })
    prisma.emit('error', { message: 'Invalid invocation', target })
    bridge.close()
    prisma.emit('error', { message: 'after', target })
    expect(lines(records)).toEqual([
      'prisma DEBUG SELECT $1, $2 ["[Filtered]",5] (3 ms)',
      'prisma DEBUG SELECT $1 "[Filtered]" (1 ms)',
      'prisma INFO Starting a pool',
      'prisma WARNING 50% full',
      'prisma ERROR Invalid invocation',
    ])
    expect(records[4]?.extra).toEqual({ target })
  })
})
