import { threadId } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { checkExtra, LogRecord } from './record.ts'

it('R1: one mapping as the only value is taken by name, an empty one is not', () => {
  expect(
    new LogRecord({ name: 'a', levelno: 20, msg: '%(a)d %(b)s', args: [{ a: 1, b: 'x' }] }).message,
  ).toBe('1 x')
  expect(new LogRecord({ name: 'a', levelno: 20, msg: 'v', args: [{}] }).args).toEqual([{}])
})

it('R2: the message without values is left as it is', () => {
  expect(new LogRecord({ name: 'a', levelno: 20, msg: '100%' }).getMessage()).toBe('100%')
})

it('the message follows when a filter replaces it', () => {
  const record = new LogRecord({ name: 'a', levelno: 20, msg: 'x %s', args: ['y'] })
  expect(record.message).toBe('x y')
  record.msg = 'z %s'
  expect(record.message).toBe('z y')
  record.args = []
  expect(record.message).toBe('z %s')
})

it('T15: names of the record are refused as extra fields', () => {
  for (const name of ['message', 'asctime', 'lineno', 'error'])
    expect(() => checkExtra({ [name]: 1 })).toThrow(
      new TypeError(`Attempt to overwrite '${name}' in LogRecord`),
    )
})

it('knows its process, thread and time', () => {
  const before = Date.now()
  const record = new LogRecord({ name: 'a', levelno: 35, msg: '' })
  expect(record.created * 1000).toBeGreaterThanOrEqual(before)
  expect(record.relativeCreated).toBeGreaterThan(0)
  expect([record.process, record.processName]).toEqual([process.pid, 'MainProcess'])
  expect(record.thread).toBe(threadId)
  expect(record.threadName).toMatch(/^(?:main|worker-\d+)$/)
  expect(record.levelname).toBe('Level 35')
})

it('milliseconds are never 1000', () => {
  for (const created of [1.9999999, 1057682985.9999, 1057682985.896, 5.000001])
    expect(new LogRecord({ name: 'a', levelno: 20, msg: '', created }).msecs).toBeLessThan(1000)
  expect(new LogRecord({ name: 'a', levelno: 20, msg: '', created: 1057682985.896 }).msecs).toBe(896)
})
