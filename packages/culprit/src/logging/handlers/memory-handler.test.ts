import { describe, expect, it } from 'vitest'
import { runWithContext, currentContext } from '../context.ts'
import { Handler } from '../handler.ts'
import { LogRecord } from '../record.ts'
import { FingersCrossedHandler } from './fingers-crossed-handler.ts'
import { MemoryHandler } from './memory-handler.ts'

class ListHandler extends Handler {
  readonly lines: string[] = []
  emit(record: LogRecord): void {
    this.lines.push(this.format(record))
  }
}
const record = (levelno: number, msg: string): LogRecord =>
  new LogRecord({ name: 'app', levelno, msg, context: currentContext() })
const info = (msg: string): LogRecord => record(20, msg)
const error = (msg: string): LogRecord => record(40, msg)

describe('MemoryHandler', () => {
  it('passes all on when it is full', () => {
    const target = new ListHandler()
    const handler = new MemoryHandler(3, { target })
    handler.handle(info('a'))
    handler.handle(info('b'))
    expect(target.lines).toEqual([])
    handler.handle(info('c'))
    expect(target.lines).toEqual(['a', 'b', 'c'])
    expect(handler.length).toBe(0)
  })

  it('passes all on at a record of flushLevel, whatever the level of the target', () => {
    const target = new ListHandler()
    target.setLevel('ERROR')
    const handler = new MemoryHandler(100, { target })
    handler.handle(info('a'))
    handler.handle(record(30, 'b'))
    expect(target.lines).toEqual([])
    handler.handle(error('c'))
    expect(target.lines).toEqual(['a', 'b', 'c'])
  })

  it('without a target keeps the newest records and counts the others', () => {
    const handler = new MemoryHandler(2)
    for (const text of ['a', 'b', 'c', 'd']) handler.handle(info(text))
    expect(handler.losses.get('no-target')).toBe(2)
    const target = new ListHandler()
    handler.setTarget(target)
    handler.flushSync()
    expect(target.lines).toEqual(['c', 'd'])
  })

  it('close passes the rest on unless flushOnClose is off', async () => {
    for (const flushOnClose of [true, false]) {
      const target = new ListHandler()
      const handler = new MemoryHandler(5, { target, flushOnClose })
      handler.handle(info('a'))
      await handler.close()
      expect(target.lines).toEqual(flushOnClose ? ['a'] : [])
    }
  })

  it('refuses a capacity below 1', () => {
    expect(() => new MemoryHandler(0)).toThrow(RangeError)
  })
})

describe('FingersCrossedHandler', () => {
  it('passes on all of a request that had an error, and nothing of others', () => {
    const target = new ListHandler()
    const handler = new FingersCrossedHandler(target)
    runWithContext({ request_id: 1 }, () => handler.handle(info('one: begins')))
    runWithContext({ request_id: 2 }, () => handler.handle(info('two: begins')))
    runWithContext({ request_id: 1 }, () => {
      handler.handle(error('one: fails'))
      handler.handle(info('one: ends'))
    })
    runWithContext({ request_id: 2 }, () => handler.handle(info('two: ends')))
    expect(target.lines).toEqual(['one: begins', 'one: fails', 'one: ends'])
  })

  it('tells requests without an id apart by their context', () => {
    const target = new ListHandler()
    const handler = new FingersCrossedHandler(target)
    runWithContext({ url: '/a' }, () => handler.handle(info('a')))
    runWithContext({ url: '/a' }, () => {
      handler.handle(info('b'))
      handler.handle(error('c'))
    })
    expect(target.lines).toEqual(['b', 'c'])
  })

  it('keeps the records of one request together where contexts are nested', () => {
    const target = new ListHandler()
    const handler = new FingersCrossedHandler(target)
    runWithContext({ url: '/a', remote_addr: null }, () => {
      handler.handle(info('before'))
      runWithContext({ request_id: 1 }, () => handler.handle(info('inside')))
      handler.handle(error('after'))
    })
    expect(target.lines).toEqual(['before', 'inside', 'after'])
  })

  it('outside of requests begins anew after each error', () => {
    const target = new ListHandler()
    const handler = new FingersCrossedHandler(target)
    for (const one of [info('a'), error('b'), info('c'), error('d'), info('e')]) handler.handle(one)
    expect(target.lines).toEqual(['a', 'b', 'c', 'd'])
  })

  it('is bounded by records of a request, oldest first', () => {
    const target = new ListHandler()
    const handler = new FingersCrossedHandler(target, { recordsPerRequest: 2 })
    for (const text of ['a', 'b', 'c']) handler.handle(info(text))
    handler.handle(error('d'))
    expect(target.lines).toEqual(['b', 'c', 'd'])
    expect(handler.losses.get('buffer-full')).toBe(1)
  })

  it('is bounded by requests: the one that was silent longest goes', () => {
    const target = new ListHandler()
    const handler = new FingersCrossedHandler(target, { requests: 2 })
    const log = (request_id: number, one: () => LogRecord): void =>
      runWithContext({ request_id }, () => void handler.handle(one()))
    log(1, () => info('1a'))
    log(2, () => info('2a'))
    log(1, () => info('1b'))
    log(3, () => info('3a'))
    expect(handler.losses.get('request-evicted')).toBe(1)
    log(2, () => error('2b'))
    log(3, () => error('3b'))
    expect(target.lines).toEqual(['2b', '3a', '3b'])
  })

  it('a request that ended well is forgotten when told so', () => {
    const target = new ListHandler()
    const handler = new FingersCrossedHandler(target, { requestKey: () => 'r' })
    handler.handle(info('a'))
    handler.endRequest('r')
    handler.handle(error('b'))
    expect(target.lines).toEqual(['b'])
  })

  it('acts at the level given', () => {
    const target = new ListHandler()
    const handler = new FingersCrossedHandler(target, { actionLevel: 'WARNING' })
    handler.handle(info('a'))
    handler.handle(record(30, 'b'))
    expect(target.lines).toEqual(['a', 'b'])
  })
})
