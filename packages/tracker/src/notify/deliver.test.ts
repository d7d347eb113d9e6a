import { createFakeClock, type FakeClock } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { hourMs, secondMs } from '../domain/instant.ts'
import { MailError, type Mail, type Mailer } from '../ports/mailer.ts'
import type { DeliveryAttempt, OutboxOutcome, OutboxRow, OutboxStore } from '../ports/outbox-store.ts'
import { maxAttempts, retryDelayMs } from './backoff.ts'
import { createDeliverer, type Deliverer } from './deliver.ts'

interface MemoryOutbox extends OutboxStore {
  readonly rows: Map<number, OutboxRow>
  readonly attempts: DeliveryAttempt[]
  failFinish: number
}

function memoryOutbox(rows: readonly OutboxRow[]): MemoryOutbox {
  const store: MemoryOutbox = {
    rows: new Map(rows.map((row) => [row.id, row])),
    attempts: [],
    failFinish: 0,
    due: async (now, max) =>
      [...store.rows.values()].filter((row) => row.state === 'pending' && row.nextAt <= now).slice(0, max),
    nextDue: async () => {
      const times = [...store.rows.values()].filter((row) => row.state === 'pending').map((row) => row.nextAt)
      return times.length === 0 ? undefined : Math.min(...times)
    },
    begin: async (id) => change(id, (row) => ({ ...row, state: 'sending', attempts: row.attempts + 1 })),
    postpone: async (id, nextAt) => change(id, (row) => ({ ...row, nextAt })),
    finish: async (id, attempt, outcome) => {
      if (store.failFinish > 0) {
        store.failFinish--
        throw new Error('database is locked')
      }
      store.attempts.push(attempt)
      change(id, (row) => ({ ...row, ...nextOf(outcome) }))
    },
    recover: async () => {
      const stuck = [...store.rows.values()].filter((row) => row.state === 'sending')
      for (const row of stuck) store.rows.set(row.id, { ...row, state: 'pending' })
      return stuck.length
    },
  }
  const change = (id: number, to: (row: OutboxRow) => OutboxRow): void => {
    const row = store.rows.get(id)
    if (row) store.rows.set(id, to(row))
  }
  return store
}

function nextOf(outcome: OutboxOutcome): Partial<OutboxRow> {
  return outcome.state === 'pending' ? { state: 'pending', nextAt: outcome.nextAt } : { state: outcome.state }
}

function row(id: number, clock: FakeClock, over: Partial<OutboxRow> = {}): OutboxRow {
  const at = clock.now()
  return {
    id,
    message: {
      kind: 'alert',
      alert: {
        id,
        ruleId: 1,
        ruleName: 'New issues',
        trigger: 'new-issue',
        reason: 'A new issue was found.',
        projectId: 1,
        issueId: id,
        eventId: 'e'.repeat(32),
        at,
        fires: 1,
      },
    },
    destination: { kind: 'mail', address: 'a@x.test' },
    state: 'pending',
    attempts: 0,
    createdAt: at,
    nextAt: at,
    ...over,
  }
}

const mail: Mail = {
  to: 'a@x.test',
  subject: 's',
  text: 't',
  html: 'h',
  messageId: '<m@x>',
  references: [],
  headers: {},
}

interface Setup {
  readonly rows?: readonly OutboxRow[]
  readonly send?: Mailer['send']
  readonly mailer?: 'none'
  readonly render?: (row: OutboxRow) => Promise<Mail | undefined>
}

function setUp(
  clock: FakeClock,
  setup: Setup = {},
): { outbox: MemoryOutbox; deliverer: Deliverer; errors: unknown[]; sent: () => number } {
  const outbox = memoryOutbox(setup.rows ?? [row(1, clock)])
  const errors: unknown[] = []
  let sent = 0
  const answer: Mailer['send'] = setup.send ?? (async () => ({ response: '250 ok' }))
  const send: Mailer['send'] = (each, signal) => (sent++, answer(each, signal))
  const deliverer = createDeliverer({
    outbox,
    mailer: setup.mailer === 'none' ? undefined : { send, close: () => {} },
    render: setup.render ?? (async () => mail),
    clock: clock.now,
    monotonic: clock.monotonic,
    setTimer: clock.setTimer,
    onError: (error) => errors.push(error),
  })
  return { outbox, deliverer, errors, sent: () => sent }
}

describe('createDeliverer', () => {
  it('sends a due row once and records the answer', async () => {
    const clock = createFakeClock()
    const { outbox, deliverer, sent } = setUp(clock)
    deliverer.wake()
    deliverer.wake()
    await clock.advance(2 * hourMs)
    expect(sent()).toBe(1)
    expect(outbox.rows.get(1)).toMatchObject({ state: 'sent', attempts: 1 })
    expect(outbox.attempts).toMatchObject([{ outboxId: 1, ok: true, detail: '250 ok' }])
  })

  it('holds rows when no mail server is configured, and rows without an address', async () => {
    const clock = createFakeClock()
    const none = setUp(clock, { mailer: 'none' })
    none.deliverer.wake()
    await clock.settle()
    expect(none.outbox.rows.get(1)?.state).toBe('held')
    expect(none.outbox.attempts[0]).toMatchObject({ ok: false, detail: 'no mail server configured' })
    const nobody = setUp(clock, { rows: [row(1, clock, { destination: { kind: 'mail', address: '' } })] })
    nobody.deliverer.wake()
    await clock.settle()
    expect(nobody.outbox.rows.get(1)?.state).toBe('held')
    expect(nobody.sent()).toBe(0)
  })

  it('tries again after 15 s, 1, 5 and 15 minutes, then hourly, and gives up within 24 hours', async () => {
    const clock = createFakeClock()
    const start = clock.now()
    const { outbox, deliverer, sent } = setUp(clock, {
      send: async () => Promise.reject(new MailError('451 later', { retryable: true })),
    })
    deliverer.wake()
    await clock.advance(30 * hourMs)
    expect(outbox.rows.get(1)?.state).toBe('failed')
    expect(sent()).toBe(maxAttempts)
    const waits = outbox.attempts.map((each) => Math.round((each.at - start) / secondMs))
    expect(waits.slice(0, 6)).toEqual([0, 15, 75, 375, 1275, 4875])
    expect(waits.at(-1)).toBeLessThan(24 * 3600)
  })

  it('gives up at once when the server refuses for good', async () => {
    const clock = createFakeClock()
    const { outbox, deliverer, sent } = setUp(clock, {
      send: async () => Promise.reject(new MailError('550 nobody', { retryable: false })),
    })
    deliverer.wake()
    await clock.advance(hourMs)
    expect(sent()).toBe(1)
    expect(outbox.rows.get(1)?.state).toBe('failed')
  })

  it('never sends an answered mail again when its result cannot be stored', async () => {
    const clock = createFakeClock()
    const { outbox, deliverer, sent, errors } = setUp(clock)
    outbox.failFinish = 5
    deliverer.wake()
    await clock.advance(20 * secondMs)
    expect(sent()).toBe(1)
    expect(outbox.rows.get(1)?.state).toBe('sent')
    expect(errors).toHaveLength(5)
  })

  it('takes up rows that a crash left half-sent', async () => {
    const clock = createFakeClock()
    const { outbox, deliverer } = setUp(clock, { rows: [row(1, clock, { state: 'sending', attempts: 1 })] })
    deliverer.wake()
    await clock.settle()
    expect(outbox.rows.get(1)).toMatchObject({ state: 'sent', attempts: 2 })
  })

  it('ends a conversation after 30 s even when the mailer does not listen', async () => {
    const clock = createFakeClock()
    const { outbox, deliverer } = setUp(clock, { send: () => new Promise(() => {}) })
    deliverer.wake()
    await clock.advance(31 * secondMs)
    expect(outbox.attempts).toMatchObject([{ ok: false, detail: 'no answer within 30 s', ms: 30_000 }])
    expect(outbox.rows.get(1)?.state).toBe('pending')
  })

  it('sends two at a time, oldest first, and all in the end', async () => {
    const clock = createFakeClock()
    let open = 0
    let most = 0
    const order: number[] = []
    const send: Mailer['send'] = async () => {
      most = Math.max(most, ++open)
      await new Promise<void>((resolve) => clock.setTimer(resolve, secondMs))
      open--
      return { response: '250' }
    }
    const rows = [1, 2, 3, 4, 5].map((id) => row(id, clock))
    const { outbox, deliverer } = setUp(clock, {
      rows,
      send,
      render: async (each) => (order.push(each.id), mail),
    })
    deliverer.wake()
    await clock.advance(10 * secondMs)
    expect(most).toBe(2)
    expect(order).toEqual([1, 2, 3, 4, 5])
    expect([...outbox.rows.values()].every((each) => each.state === 'sent')).toBe(true)
  })

  it('fails a row whose issue is gone, and reports a renderer that throws', async () => {
    const clock = createFakeClock()
    const gone = setUp(clock, { render: async () => undefined })
    gone.deliverer.wake()
    await clock.settle()
    expect(gone.outbox.rows.get(1)?.state).toBe('failed')
    const broken = setUp(clock, { render: async () => Promise.reject(new Error('no template')) })
    broken.deliverer.wake()
    await clock.settle()
    expect(broken.errors).toHaveLength(1)
    expect(broken.outbox.rows.get(1)?.state).toBe('pending')
  })

  it.each([hourMs, -hourMs])(
    'a clock that jumps %d ms between attempts neither loses nor repeats a mail',
    async (jump) => {
      const clock = createFakeClock()
      let fail = true
      const send: Mailer['send'] = async () =>
        fail ? Promise.reject(new MailError('451', { retryable: true })) : { response: '250' }
      const { outbox, deliverer, sent } = setUp(clock, { send })
      deliverer.wake()
      await clock.settle()
      fail = false
      clock.jump(jump)
      outbox.rows.set(2, row(2, clock))
      deliverer.wake()
      await clock.advance(70 * secondMs)
      expect([...outbox.rows.values()].map((each) => each.state)).toEqual(['sent', 'sent'])
      clock.jump(-jump)
      outbox.rows.set(3, row(3, clock))
      deliverer.wake()
      await clock.advance(70 * secondMs)
      expect(outbox.rows.get(3)?.state).toBe('sent')
      expect(sent()).toBe(4)
    },
  )

  it('close waits for a delivery under way, then records what it cut off and stops', async () => {
    const clock = createFakeClock()
    const { outbox, deliverer, sent } = setUp(clock, { send: () => new Promise(() => {}) })
    deliverer.wake()
    await clock.settle()
    let closed = false
    const closing = deliverer.close().then(() => (closed = true))
    await clock.advance(4 * secondMs)
    expect(closed).toBe(false)
    await clock.advance(2 * secondMs)
    await closing
    expect(outbox.rows.get(1)?.state).toBe('pending')
    await clock.advance(hourMs)
    expect(sent()).toBe(1)
    expect(clock.timers).toBe(0)
  })
})

describe('retryDelayMs', () => {
  it('ends after the last attempt', () => {
    expect(retryDelayMs(1)).toBe(15 * secondMs)
    expect(retryDelayMs(maxAttempts - 1)).toBe(hourMs)
    expect(retryDelayMs(maxAttempts)).toBeUndefined()
  })
})
