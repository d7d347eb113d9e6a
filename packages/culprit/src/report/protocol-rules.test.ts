import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SentEvent } from '@culprit/wire'
import { openFakeClient } from '../../test/report/fake-client.ts'
import { eventFaults } from '../../test/report/event-faults.ts'
import { withScope } from './report-scope.ts'

/** Anything that can be thrown, hostile things included. */
const thrown = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true }),
  fc.string().map((message) => new Error(message)),
  fc.tuple(fc.string(), fc.anything()).map(([message, cause]) => new TypeError(message, { cause })),
  fc.array(fc.anything()).map((errors) => new AggregateError(errors, 'many')),
  fc
    .tuple(fc.string(), fc.anything())
    .map(([stack, value]) => Object.assign(new Error('x'), { stack, value })),
  fc.constantFrom('name', 'message', 'stack', 'cause', 'errors').map((key) =>
    Object.defineProperty(new Error('x'), key, {
      enumerable: true,
      get: () => {
        throw new Error('getter')
      },
    }),
  ),
)
const dictionary = fc.dictionary(fc.string(), fc.anything())

describe('A12: events follow the rules of the protocol', () => {
  it('whatever is thrown', () => {
    const { client, sink } = openFakeClient({ maxPerSecond: 1e6 })
    fc.assert(
      fc.property(thrown, (value) => {
        sink.payloads.length = 0
        sink.losses.length = 0
        client.captureException(value, { eventId: undefined })
        for (const event of sink.events) expect(eventFaults(event)).toEqual([])
        // One that came up before is not reported again, and nothing else is left out.
        expect(sink.losses).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('whatever is known of it', () => {
    const { client, sink } = openFakeClient({ maxPerSecond: 1e6 })
    fc.assert(
      fc.property(
        fc.record({
          extra: dictionary,
          contexts: fc.dictionary(fc.string(), dictionary),
          body: fc.anything(),
          tags: dictionary,
        }),
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()))),
        fc.string(),
        ({ extra, contexts, body, tags }, headers, url) => {
          sink.payloads.length = 0
          withScope((scope) => {
            scope.addBreadcrumb({ message: url, data: extra })
            client.captureException(new Error(url), {
              extra,
              contexts,
              // Applications without types give anything.
              tags: tags as Record<string, string>,
              request: { method: 'GET', url, headers, body },
            })
          })
          expect(sink.payloads).toHaveLength(1)
          for (const event of sink.events) expect(eventFaults(event)).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('contexts', () => {
  it('A12: stay objects, also one whose name is that of a secret', () => {
    const { client, sink } = openFakeClient()
    client.captureException(new Error('x'), {
      contexts: { password: { old: 'secret-7731' }, cart: { items: 2 } },
    })
    const [event] = sink.events
    expect(event?.contexts).toMatchObject({ password: { value: '[Filtered]' }, cart: { items: 2 } })
    expect(JSON.stringify(event?.contexts)).not.toContain('secret-7731')
    expect(event && eventFaults(event)).toEqual([])
  })
})

describe('eventFaults() can find faults', () => {
  const good: SentEvent = { event_id: 'a'.repeat(32), timestamp: 1, platform: 'node', level: 'error' }
  it.each<[object, string]>([
    [{ event_id: 'x' }, 'event_id'],
    [{ level: 'bad' }, 'level'],
    [{ timestamp: Number.MAX_VALUE }, 'timestamp'],
    [{ exception: [] }, 'exception.values'],
    [{ exception: { values: [{}] } }, 'exception.values.0: type or value'],
    [{ exception: { values: [{ type: 'E', stacktrace: { frames: [{ lineno: 0 }] } }] } }, 'lineno'],
    [{ exception: { values: [{ type: 'E', mechanism: {} }] } }, 'mechanism.type'],
    [{ tags: { 'a b': 'x' } }, 'tags'],
    [{ release: 'a\nb' }, 'release'],
    [{ request: { headers: { a: 1 } } }, 'request.headers'],
    [{ contexts: { app: 'x' } }, 'contexts.app'],
  ])('%o', (change, fault) => {
    expect(eventFaults(good)).toEqual([])
    expect(eventFaults({ ...good, ...change }).join()).toContain(fault)
  })
})
