import { describe, expect, it } from 'vitest'
import { Handler } from '../handler.ts'
import { LogManager } from '../manager.ts'
import type { LogRecord } from '../record.ts'
import { attachHandlers } from './attach-handlers.ts'

class Collector extends Handler {
  readonly lines: string[] = []

  emit(record: LogRecord): void {
    this.lines.push(`${record.name} ${record.levelname} ${record.message}`)
  }
}

function setUp(): { manager: LogManager; mail: Collector; file: Collector } {
  return { manager: new LogManager(), mail: new Collector(), file: new Collector() }
}

describe('attachHandlers()', () => {
  it('LOG-7: attaches every handler to every logger chosen, and to no other', () => {
    const { manager, mail, file } = setUp()
    const [app, knex] = [manager.getLogger('app'), manager.getLogger('knex')]
    attachHandlers([app, knex], [mail, file])
    app.error('a')
    knex.error('b')
    manager.getLogger('other').debug('c')
    expect(mail.lines).toEqual(['app ERROR a', 'knex ERROR b'])
    expect(file.lines).toEqual(mail.lines)
  })

  it('writes no line twice when a logger and one below it are both chosen', () => {
    const { manager, mail } = setUp()
    attachHandlers([manager.getLogger('app.db'), manager.getLogger('app')], [mail])
    attachHandlers([manager.getLogger('app.db')], [mail])
    manager.getLogger('app.db').error('a')
    expect(mail.lines).toEqual(['app.db ERROR a'])
    expect(mail.filters).toHaveLength(1)
  })

  it('S11: attaches to a logger that does not propagate, whatever its ancestors have', () => {
    const { manager, mail } = setUp()
    const child = manager.getLogger('app.db')
    child.propagate = false
    attachHandlers([manager.getLogger('app'), child], [mail])
    child.error('a')
    expect(mail.lines).toEqual(['app.db ERROR a'])
  })

  it('lets each handler handle an error once that several loggers report', () => {
    const { manager, mail, file } = setUp()
    const loggers = ['pino', 'console.error', 'app'].map((name) => manager.getLogger(name))
    attachHandlers(loggers, [mail, file])
    const error = new Error('boom')
    for (const logger of loggers) logger.exception(error)
    expect(mail.lines).toEqual(['pino ERROR boom'])
    expect(file.lines).toEqual(['pino ERROR boom'])
  })

  it('lets the same error pass again when it is more severe', () => {
    const { manager, mail, file } = setUp()
    mail.setLevel('ERROR')
    const [knex, app, pino] = ['knex', 'app', 'pino'].map((name) => manager.getLogger(name))
    if (knex === undefined || app === undefined || pino === undefined) throw new Error('no loggers')
    attachHandlers([knex, app, pino], [mail, file])
    const error = new Error('boom')
    knex.warning('query failed', error)
    app.error('Exception on /pay [POST]', error)
    pino.error('request failed', error)
    app.error('Exception on /pay [POST]', error)
    expect(mail.lines).toEqual(['app ERROR Exception on /pay [POST]', 'app ERROR Exception on /pay [POST]'])
    expect(file.lines[0]).toBe('knex WARNING query failed')
    expect(file.lines.slice(1)).toEqual(mail.lines)
  })
})
