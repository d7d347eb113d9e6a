import { expect, it } from 'vitest'
import { oncePerError } from './once-per-error.ts'
import { LogRecord } from './record.ts'

function record(name: string, error: unknown): LogRecord {
  return new LogRecord({ name, levelno: 40, msg: 'x', error })
}

it('an error that comes by several loggers passes once', () => {
  let dropped = 0
  const filter = oncePerError({ onDrop: () => dropped++ })
  const error = new Error('x')
  expect(filter(record('knex', error))).toBe(true)
  expect(filter(record('shop', error))).toBe(false)
  expect(filter(record('knex', error))).toBe(true)
  expect(filter(record('shop', new Error('x')))).toBe(true)
  expect(dropped).toBe(1)
})

it('what is no object passes always, and errors again after the window', () => {
  let now = 0
  const filter = oncePerError({ windowMs: 100, now: () => now })
  for (const name of ['a', 'b']) expect(filter(record(name, 'text'))).toBe(true)
  const error = new Error('x')
  expect(filter(record('a', error))).toBe(true)
  now = 100
  expect(filter(record('b', error))).toBe(true)
})

it('each handler has its own', () => {
  const error = new Error('x')
  expect(oncePerError()(record('a', error))).toBe(true)
  expect(oncePerError()(record('b', error))).toBe(true)
})
