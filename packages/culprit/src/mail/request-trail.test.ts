import { describe, expect, it } from 'vitest'
import { currentContext, runWithContext } from '../logging/context.ts'
import { LogRecord } from '../logging/record.ts'
import { RequestTrail } from './request-trail.ts'

const recordIn = (context: Readonly<Record<string, unknown>> | undefined, msg: string): LogRecord =>
  new LogRecord({ name: 'shop', levelno: 10, msg, ...(context !== undefined && { context }) })

describe('RequestTrail', () => {
  it('3.3.13 gives the last records of the same request, without the record itself', () => {
    const trail = new RequestTrail({ records: 3 })
    const [mine, other] = [{ url: '/a' }, { url: '/b' }]
    for (let n = 1; n <= 5; n++) {
      trail.handle(recordIn(mine, `mine ${n}`))
      trail.handle(recordIn(other, `other ${n}`))
    }
    const failed = recordIn(mine, 'failed')
    expect(trail.before(failed)).toEqual(['mine 3', 'mine 4', 'mine 5'])
    trail.handle(failed)
    expect(trail.before(failed)).toEqual(['mine 3', 'mine 4', 'mine 5'])
  })

  it('3.3.13 gives the records of contexts that are nested in the request, too', () => {
    const trail = new RequestTrail()
    runWithContext({ url: '/a', remote_addr: null }, () => {
      trail.handle(recordIn(currentContext(), 'before'))
      runWithContext({ user: 7 }, () => trail.handle(recordIn(currentContext(), 'inside')))
      expect(trail.before(recordIn(currentContext(), 'failed'))).toEqual(['before', 'inside'])
    })
  })

  it('has nothing outside a request', () => {
    const trail = new RequestTrail()
    trail.handle(recordIn(undefined, 'x'))
    expect(trail.before(recordIn(undefined, 'y'))).toEqual([])
  })
})
