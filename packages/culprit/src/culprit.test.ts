import { describe, expect, it } from 'vitest'
import { fakeIncident } from '../test/handlers/fake-incident.ts'
import { culprit } from './culprit.ts'
import { applicationName, environmentOptions } from './environment.ts'
import { Errors } from './handlers/errors.ts'
import { SetupError } from './handlers/setup-error.ts'
import { Handler } from './logging/handler.ts'
import { currentContext, runWithContext } from './logging/context.ts'
import type { LogRecord } from './logging/record.ts'

class Collector extends Handler {
  readonly records: LogRecord[] = []

  emit(record: LogRecord): void {
    this.records.push(record)
  }
}

describe('culprit()', () => {
  it('makes the errors of one application, each time new ones', () => {
    expect(culprit()).toBeInstanceOf(Errors)
    expect(culprit()).not.toBe(culprit())
  })

  it('can be given its options later, once', () => {
    const errors = culprit()
    expect(errors.init({ name: 'shop' })).toBe(errors)
    expect(() => errors.init({ name: 'shop' })).toThrow(SetupError)
  })
})

describe('environmentOptions()', () => {
  it.each([
    [{}, {}],
    [{ CULPRIT_DEBUG: '1' }, { debug: true }],
    [{ CULPRIT_DEBUG: 'true' }, { debug: true }],
    [{ CULPRIT_DEBUG: '0' }, {}],
    [{ CULPRIT_DEBUG: '' }, {}],
    [{ NODE_ENV: 'development' }, {}],
  ])('%o gives %o', (environment, options) => {
    expect(environmentOptions(environment)).toEqual(options)
  })
})

describe('the logger of an application', () => {
  it('LOG-1: has the name of the application, else that of its main file', () => {
    expect(culprit({ name: 'shop.web' }).logger.name).toBe('shop.web')
    expect(culprit().logger.name).toBe(applicationName())
    expect(applicationName('/srv/shop/server.ts')).toBe('server')
    expect(applicationName('')).toBe('app')
  })

  it('CFG-3: debug mode lowers its level', () => {
    expect(culprit({ name: 'debugged', debug: true }).logger.level).toBe(10)
    expect(culprit({ name: 'in-production' }).logger.level).toBe(0)
  })

  it('LOG-5: gets the unhandled errors, with the reference id', async () => {
    const handler = new Collector()
    const errors = culprit({ name: 'log-5', productionHandlers: [handler] })
    const error = new RangeError('too far')
    await errors.dispatch(error, fakeIncident())
    expect(handler.records.map((record) => record.getMessage())).toEqual(['Exception on /path [GET]'])
    expect(handler.records[0]).toMatchObject({
      levelname: 'ERROR',
      name: 'log-5',
      error,
      extra: { reference: errors.referenceOf(error) },
    })
  })

  it('LOG-6: records of a request have its method, URL and address', async () => {
    const handler = new Collector()
    const errors = culprit({ name: 'log-6', productionHandlers: [handler] })
    errors.logger.setLevel('INFO')
    const origin = { method: 'GET', url: '/cart?id=7', remoteAddress: '10.0.0.1' }
    const result = await errors.run(origin, async () => {
      await Promise.resolve()
      errors.logger.info('inside')
      return 'served'
    })
    errors.logger.info('outside')
    expect(result).toBe('served')
    const context = { method: 'GET', url: '/cart?id=7', remote_addr: '10.0.0.1' }
    expect(handler.records.map((record) => record.context)).toEqual([context, undefined])
  })

  it('LOG-6: enter() keeps the context in what is started in it, and leaves none behind', async () => {
    const errors = culprit({ name: 'log-6-enter' })
    const origin = { method: 'GET', url: '/', remoteAddress: null }
    const seen = await runWithContext({ task: 'outer' }, async () => {
      const leave = errors.enter(origin)
      const later = Promise.resolve().then(() => currentContext()?.['url'])
      leave()
      return [currentContext(), await later]
    })
    expect(seen).toEqual([{ task: 'outer' }, '/'])
    errors.enter(origin)()
    expect(currentContext()).toBeUndefined()
  })

  it('LOG-8: shows what concerns requests at level INFO, under its own name', async () => {
    const handler = new Collector()
    const errors = culprit({ name: 'log-8', productionHandlers: [handler] })
    const { request, ...incident } = fakeIncident()
    await errors.dispatch(new Error('gone'), { ...incident, request: { ...request, disconnected: true } })
    expect(handler.records.map(({ name, levelname }) => [name, levelname])).toEqual([
      ['log-8.requests', 'INFO'],
    ])
  })

  it('FILE-4, MAIL-4: attaches production handlers only when the application is not being debugged', () => {
    const handler = new Collector()
    expect(culprit({ name: 'file-4', productionHandlers: () => [handler] }).logger.handlers).toContain(
      handler,
    )
    const late = culprit()
    late.init({ name: 'file-4-late', productionHandlers: [handler] })
    expect(late.logger.handlers).toContain(handler)
    const make = (): never => {
      throw new Error('opened a file while debugging')
    }
    const debugged = culprit({ name: 'file-4-debug', debug: true, productionHandlers: make })
    expect(debugged.logger.handlers).not.toContain(handler)
  })

  it('says so when production handlers are none', () => {
    const wrong: readonly Handler[] = JSON.parse('[1]')
    expect(() => culprit({ productionHandlers: wrong })).toThrow(
      /productionHandlers.*list of logging handlers/,
    )
  })
})
