import { expect, it } from 'vitest'
import { LoggerAdapter } from './adapter.ts'
import { Handler } from './handler.ts'
import type { LogCall } from './log-call.ts'
import { LogManager } from './manager.ts'
import type { LogRecord } from './record.ts'
import type { Logger } from './logger.ts'

class Collector extends Handler {
  readonly records: LogRecord[] = []
  emit(record: LogRecord): void {
    this.records.push(record)
  }
}

function setUp(): { log: Logger; handler: Collector } {
  const log = new LogManager().getLogger('shop')
  const handler = new Collector()
  log.addHandler(handler)
  return { log, handler }
}

it("T19: an adapter takes the place of the call's fields", () => {
  const { log, handler } = setUp()
  new LoggerAdapter(log, { app: 'a' }).warning('x', { own: 1 })
  expect(handler.records[0]?.extra).toEqual({ app: 'a' })
})

it('T19: with mergeExtra the call wins', () => {
  const { log, handler } = setUp()
  new LoggerAdapter(log, { app: 'a', own: 0 }, { mergeExtra: true }).warning('x', { own: 1 })
  expect(handler.records[0]?.extra).toEqual({ app: 'a', own: 1 })
})

it('T19: with() can be nested', () => {
  const { log, handler } = setUp()
  const nested = log.with({ a: 1, b: 1 }).with({ b: 2, c: 2 })
  nested.error('x', { c: 3 })
  expect(handler.records[0]?.extra).toEqual({ a: 1, b: 2, c: 3 })
  expect(nested.name).toBe('shop')
})

it('T19: process() can change the message', () => {
  const { log, handler } = setUp()
  class Prefixing extends LoggerAdapter {
    override process(call: LogCall): LogCall {
      return { ...call, msg: `[id] ${String(call.msg)}` }
    }
  }
  new Prefixing(log).warning('x %d', 1)
  expect(handler.records[0]?.message).toBe('[id] x 1')
})

it("T6: an adapter follows the logger's level", () => {
  const { log, handler } = setUp()
  const adapter = log.with({})
  adapter.info('no')
  expect(adapter.isEnabledFor('INFO')).toBe(false)
  log.setLevel('INFO')
  adapter.info('yes')
  expect(handler.records).toHaveLength(1)
})
