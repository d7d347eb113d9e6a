import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { openFakeClient } from '../../test/report/fake-client.ts'
import { reportProcessFailures } from './process-failures.ts'

describe('reportProcessFailures()', () => {
  it.each([
    ['uncaughtException', 'onuncaughtexception'],
    ['unhandledRejection', 'onunhandledrejection'],
  ])('has an %s on disk when the listener returns', (origin, mechanism) => {
    const { client, sink } = openFakeClient()
    const host = new EventEmitter()
    const end = reportProcessFailures(client, host)
    host.emit('uncaughtExceptionMonitor', new Error('crash'), origin)
    expect(sink.submittedSync).toBe(1)
    expect(sink.events[0]).toMatchObject({
      level: 'fatal',
      exception: { values: [{ value: 'crash', mechanism: { type: mechanism, handled: false } }] },
    })
    end()
    expect(host.listenerCount('uncaughtExceptionMonitor')).toBe(0)
  })
})
