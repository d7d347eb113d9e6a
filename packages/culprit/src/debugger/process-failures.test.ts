import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { debugProcessFailures } from './process-failures.ts'

it('N9: the first application of a process tells of what ends it, once, and failing in that is no failure', () => {
  const host = new EventEmitter()
  const told: unknown[] = []
  const tell = (error: unknown): void => {
    told.push(error)
    throw new Error('broken')
  }
  const end = debugProcessFailures(tell, host)
  const other = debugProcessFailures(tell, host)
  host.emit('uncaughtExceptionMonitor', 'a')
  other()
  host.emit('uncaughtExceptionMonitor', 'b')
  end()
  host.emit('uncaughtExceptionMonitor', 'c')
  expect(told).toEqual(['a', 'b'])
  debugProcessFailures(tell, host)
  expect(host.listenerCount('uncaughtExceptionMonitor')).toBe(1)
})
