import { expect, it } from 'vitest'
import { makeLogRecord } from './make-record.ts'

it('T20: a received record keeps who made it and where', () => {
  const record = makeLogRecord({
    name: 'shop',
    levelno: 40,
    levelname: 'ERROR',
    msg: 'x %d',
    args: [1],
    created: 1057682985.896,
    pathname: '/a/b.ts',
    lineno: 7,
    funcName: 'f',
    process: 99,
    threadName: 'worker-2',
    user: 'eve',
    extra: { id: 5, lineno: 1 },
  })
  expect(record.message).toBe('x 1')
  expect(record.msecs).toBe(896)
  expect([record.module, record.lineno, record.process, record.threadName]).toEqual(['b', 7, 99, 'worker-2'])
  expect(record.extra).toEqual({ user: 'eve', id: 5 })
})

it('T20: what is missing or wrong has its default', () => {
  const record = makeLogRecord({ levelno: 'high', msg: 5 })
  expect([record.name, record.levelno, record.message, record.lineno]).toEqual(['root', 20, '5', 0])
})
