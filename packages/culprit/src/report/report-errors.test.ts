import { describe, expect, it } from 'vitest'
import { fakeIncident, type FakeContext } from '../../test/handlers/fake-incident.ts'
import { type FakeClient, openFakeClient } from '../../test/report/fake-client.ts'
import { Errors } from '../handlers/errors.ts'
import { NotFound } from '../http/client-errors.ts'
import { reportErrors } from './report-errors.ts'
import { ReportScope, runInRequestScope, currentScope } from './report-scope.ts'

function open(): FakeClient & { readonly errors: Errors<FakeContext> } {
  const errors = new Errors<FakeContext>({})
  const fake = openFakeClient()
  reportErrors(errors, fake.client)
  return { ...fake, errors }
}

describe('reportErrors()', () => {
  it('TRK-1: reports what reaches the 500 step, under its reference id', async () => {
    const { errors, sink } = open()
    const error = new Error('unhandled')
    await errors.dispatch(error, fakeIncident())
    expect(sink.events).toHaveLength(1)
    expect(sink.events[0]).toMatchObject({
      event_id: errors.referenceOf(error),
      request: { method: 'GET', url: '/path' },
      transaction: 'GET /path',
      exception: { values: [{ mechanism: { type: 'http', handled: false } }] },
    })
  })

  it('does not report what a handler takes, HTTP exceptions, and requests that were aborted', async () => {
    const { errors, sink } = open()
    errors.registerErrorHandler(RangeError, () => 'taken')
    await errors.dispatch(new RangeError('handled'), fakeIncident())
    await errors.dispatch(new NotFound(), fakeIncident())
    await errors.dispatch(new Error('gone'), fakeIncident({ request: { disconnected: true } }))
    errors.broken(new Error('gone'), fakeIncident({ request: { disconnected: true } }))
    expect(sink.events).toEqual([])
  })

  it('reports what comes after the headers were sent', () => {
    const { errors, sink } = open()
    errors.broken(new Error('half an answer'), fakeIncident())
    expect(sink.events).toHaveLength(1)
  })

  it('reports the failure of an error handler, with the error that it was to handle', async () => {
    const { errors, sink } = open()
    errors.registerErrorHandler(RangeError, (cause) => {
      throw new TypeError('handler failed', { cause })
    })
    await errors.dispatch(new RangeError('first'), fakeIncident())
    expect(sink.events).toMatchObject([
      { exception: { values: [{ type: 'RangeError' }, { type: 'TypeError' }] } },
    ])
  })

  it('reads request data only when it reports, and survives its failure', async () => {
    const { errors, sink } = open()
    const data = (): never => {
      throw new Error('no data')
    }
    await errors.dispatch(new Error('x'), fakeIncident({ request: { data } }))
    expect(sink.events[0]?.request).toBeUndefined()
    expect(sink.events[0]?.extra).toEqual({ failed_parts: ['requestPart: Error'] })
  })

  it("uses the request's scope, also when the error comes from elsewhere", async () => {
    const { errors, sink } = open()
    const source = {}
    runInRequestScope(source, () => currentScope().setTag('tenant', 'north'))
    await errors.dispatch(new Error('x'), fakeIncident({ request: { source } }))
    expect(sink.events[0]?.tags).toEqual({ tenant: 'north' })
    expect(new ReportScope().data().tags).toEqual({})
  })
})
