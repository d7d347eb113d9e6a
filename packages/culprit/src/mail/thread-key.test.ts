import { createRedactor } from '@culprit/redact'
import { fingerprint } from '@culprit/grouping'
import { describe, expect, it } from 'vitest'
import { groupingInputOf } from '../../../tracker/src/digest/grouping-input.ts'
import { normalise } from '../../../tracker/src/digest/normalise.ts'
import { openFakeClient } from '../../test/report/fake-client.ts'
import { LogRecord, type LogRecordInit } from '../logging/record.ts'
import { createThreadKey } from './thread-key.ts'

const threadKey = createThreadKey(createRedactor().redactText)
const keyOf = (init: Partial<LogRecordInit>): string =>
  threadKey(new LogRecord({ name: 'shop', levelno: 40, levelname: 'ERROR', msg: 'failed', ...init }))

function pay(order: number): Error {
  return new RangeError(`no order ${order}`, { cause: gateway() })
}

function gateway(): Error {
  return new TypeError('password=hunter2secret was refused')
}

/** The hash that the tracker would give to what a client reports. */
function trackersHash(report: (client: ReturnType<typeof openFakeClient>['client']) => void): string {
  const { client, sink } = openFakeClient()
  report(client)
  const [sent = {}] = sink.events
  const facts = { eventId: sent.event_id ?? '', projectId: 1, receivedAt: 1_700_000_000_000, serverTime: 0 }
  const step = normalise({ facts, sent } as unknown as Parameters<typeof normalise>[0])
  if (step.kind !== 'ok') throw new Error('the event was dropped')
  return fingerprint(groupingInputOf(step.value)).hash
}

describe('what threads mails', () => {
  it("is the tracker's fingerprint of the same error, causes and all", () => {
    const error = pay(17)
    expect(keyOf({ error })).toBe(trackersHash((client) => client.captureException(error)))
    const thrown = 'no error at all'
    expect(keyOf({ error: thrown })).toBe(
      trackersHash((client) => client.captureException(thrown, { handled: false })),
    )
    expect(keyOf({ msg: 'no stock of 12' })).toBe(
      trackersHash((client) => client.captureMessage('no stock of 13', 'error')),
    )
  })

  it('is one for errors of one place, whatever their messages, and another elsewhere', () => {
    const [one, other] = [17, 18].map((order) => keyOf({ error: pay(order) }))
    expect(one).toMatch(/^[0-9a-f]{32}$/)
    expect(other).toBe(one)
    expect(keyOf({ error: gateway() })).not.toBe(one)
  })
})
