import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { LogManager } from '../manager.ts'
import { LogRecord } from '../record.ts'
import { bridgeProcess } from './bridge-process.ts'

function setUp() {
  const manager = new LogManager({ stderr: () => undefined })
  const records: LogRecord[] = []
  manager.recordFactory = (init) => {
    const record = new LogRecord(init)
    records.push(record)
    return record
  }
  const host = new EventEmitter()
  return { host, records, bridge: bridgeProcess({ manager }, host) }
}

describe('bridgeProcess()', () => {
  it.each([
    ['uncaughtException', 'Uncaught exception', new RangeError('nobody is there')],
    ['unhandledRejection', 'Unhandled rejection', new RangeError('nobody waits')],
    ['uncaughtException', 'Uncaught exception', undefined],
    ['uncaughtException', 'Uncaught exception', '100%s'],
  ])('sends %s to node.process at CRITICAL', (origin, message, error) => {
    const { host, records } = setUp()
    host.emit('uncaughtExceptionMonitor', error, origin)
    expect(records).toHaveLength(1)
    expect(records[0]).toMatchObject({
      name: 'node.process',
      levelname: 'CRITICAL',
      message,
      extra: { origin },
    })
    expect(records[0]?.error).toBe(error)
  })

  it('stops when it is closed, and when it is closed again', () => {
    const { host, records, bridge } = setUp()
    bridge.close()
    bridge.close()
    host.emit('uncaughtExceptionMonitor', new Error('late'), 'uncaughtException')
    expect(records).toEqual([])
    expect(host.listenerCount('uncaughtExceptionMonitor')).toBe(0)
  })
})
