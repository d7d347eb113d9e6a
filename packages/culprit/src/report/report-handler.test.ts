import { describe, expect, it } from 'vitest'
import { openFakeClient } from '../../test/report/fake-client.ts'
import { LogManager } from '../logging/manager.ts'
import { ReportHandler } from './report-handler.ts'

function open(): ReturnType<typeof openFakeClient> & { readonly manager: LogManager } {
  const fake = openFakeClient()
  const manager = new LogManager()
  manager.root.addHandler(new ReportHandler({ client: fake.client }))
  return { ...fake, manager }
}

describe('ReportHandler', () => {
  it('reports the error of a record, with its logger, message and fields', () => {
    const { sink, manager } = open()
    manager
      .getLogger('shop.jobs')
      .error('job %s failed', 'nightly', { error: new RangeError('too far'), job: 7 })
    expect(sink.events).toHaveLength(1)
    expect(sink.events[0]).toMatchObject({
      level: 'error',
      logger: 'shop.jobs',
      logentry: { message: 'job %s failed', formatted: 'job nightly failed' },
      extra: { job: 7 },
      exception: {
        values: [{ type: 'RangeError', value: 'too far', mechanism: { type: 'logging', handled: true } }],
      },
    })
  })

  it('reports records without an error as messages', () => {
    const { sink, manager } = open()
    manager.getLogger('shop').critical('out of stock')
    expect(sink.events[0]).toMatchObject({ level: 'fatal', logentry: { formatted: 'out of stock' } })
    expect(sink.events[0]?.exception).toBeUndefined()
  })

  it('takes ERROR and above', () => {
    const { sink, manager } = open()
    manager.getLogger('shop').warning('careful')
    expect(sink.events).toEqual([])
  })

  it('does not report again what was reported under its reference id', () => {
    const { client, sink, manager } = open()
    const error = new Error('unhandled')
    client.captureException(error, { eventId: 'a'.repeat(32) })
    manager.getLogger('shop').error('Exception on /', { error, reference: 'a'.repeat(32) })
    expect(sink.events).toHaveLength(1)
  })

  it('takes a field of another meaning as a field', () => {
    const { sink, manager } = open()
    manager.getLogger('shop').error('paid twice', { reference: 'order 7' })
    manager.getLogger('shop').error('paid twice', { reference: 'order 7' })
    expect(sink.events).toHaveLength(2)
    for (const event of sink.events) {
      expect(event.event_id).toMatch(/^[\da-f]{32}$/)
      expect(event.extra).toEqual({ reference: 'order 7' })
    }
  })
})
