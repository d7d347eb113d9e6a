import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFakeClock, createTempDir, type FakeClock } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { DeliveryError, type DeliveryFailure } from './delivery-error.ts'
import type { MailStore } from './mail-store.ts'
import { createMemoryStore } from './memory-store.ts'
import { Outbox, type OutboxOptions } from './outbox.ts'
import type { OutgoingMail } from './outgoing-mail.ts'
import { Spool } from './spool.ts'

interface Harness {
  readonly outbox: Outbox
  readonly clock: FakeClock
  readonly sent: string[]
  readonly lines: string[]
  readonly losses: string[]
  readonly attempts: () => number
  /** How the transport fails from now on; undefined: not at all. */
  fail(failure: DeliveryFailure | undefined): void
  mail(n: number, text?: string): OutgoingMail
}

function harness(options: Partial<OutboxOptions> = {}): Harness {
  const clock = createFakeClock()
  const [sent, lines, losses]: string[][] = [[], [], []]
  let failure: DeliveryFailure | undefined
  let attempts = 0
  const transport = {
    send: (mail: OutgoingMail): Promise<void> => {
      attempts++
      if (failure !== undefined) return Promise.reject(new DeliveryError('no', failure))
      sent?.push(mail.subject)
      return Promise.resolve()
    },
  }
  const outbox = new Outbox({
    stores: [createMemoryStore({ maxMails: 1000, maxBytes: 5_000_000 })],
    transport,
    clock,
    random: () => 0,
    maxMails: 1000,
    maxBytes: 5_000_000,
    warn: (line) => void lines?.push(line),
    lost: (reason, count) => void losses?.push(`${reason} ${count}`),
    around: (deliver) => deliver(),
    ...options,
  })
  return {
    outbox,
    clock,
    sent: sent ?? [],
    lines: lines ?? [],
    losses: losses ?? [],
    attempts: () => attempts,
    fail: (next) => {
      failure = next
    },
    mail: (n, text = 'text') => ({
      from: 'a@x.test',
      to: ['b@x.test'],
      subject: `mail ${n}`,
      text,
      messageId: `<${n}@x.test>`,
      references: [],
      headers: {},
      createdAt: clock.now(),
    }),
  }
}

describe('Outbox', () => {
  it('3.3.1 push only queues; the transport is asked later', async () => {
    const { outbox, mail, attempts, sent, clock } = harness()
    outbox.push(mail(1))
    expect(attempts()).toBe(0)
    await clock.settle()
    expect(sent).toEqual(['mail 1'])
    expect(outbox.unsettled).toBe(false)
  })

  it('3.3.1 the queue is bounded by number: the oldest go, counted', async () => {
    const { outbox, mail, sent, losses, clock } = harness({ maxMails: 2 })
    for (const n of [1, 2, 3, 4]) outbox.push(mail(n))
    await clock.settle()
    expect(sent).toEqual(['mail 3', 'mail 4'])
    expect(losses).toEqual(['queue-full 1', 'queue-full 1'])
  })

  it('3.3.1 the queue is bounded by size, but a single large mail is kept', async () => {
    const { outbox, mail, sent, losses, clock } = harness({ maxBytes: 100 })
    outbox.push(mail(1))
    outbox.push(mail(2, 'x'.repeat(500)))
    await clock.settle()
    expect(sent).toEqual(['mail 2'])
    expect(losses).toEqual(['queue-full 1'])
  })

  it('3.3.7 an outage is told in one line when it begins and one when it ends', async () => {
    const { outbox, mail, fail, lines, sent, clock } = harness()
    fail('unreachable')
    for (const n of [1, 2, 3]) {
      outbox.push(mail(n))
      await clock.advance(1000)
    }
    await clock.advance(60_000)
    expect(lines).toEqual(['error mails cannot be sent and wait: no'])
    fail(undefined)
    await clock.advance(120_000)
    expect(sent).toEqual(['mail 1', 'mail 2', 'mail 3'])
    expect(lines).toEqual(['error mails cannot be sent and wait: no', 'error mails can be sent again'])
  })

  it('3.3.7 tries nothing while the server is away, then one mail at 10 s, 20 s ... up to an hour', async () => {
    const { outbox, mail, fail, attempts, clock } = harness()
    fail('unreachable')
    for (let n = 0; n < 50; n++) outbox.push(mail(n))
    await clock.settle()
    expect(attempts()).toBe(1)
    const at: number[] = []
    for (let second = 1; second <= 12_000; second++) {
      const before = attempts()
      await clock.advance(1000)
      if (attempts() > before) at.push(second)
    }
    expect(at).toEqual([10, 30, 70, 150, 310, 630, 1270, 2550, 5110, 8710])
  })

  it('3.3.5 a mail refused for now is tried again by its own time, others go on', async () => {
    const { outbox, mail, fail, sent, clock, lines } = harness()
    fail('deferred')
    outbox.push(mail(1))
    await clock.settle()
    fail(undefined)
    outbox.push(mail(2))
    await clock.settle()
    expect(sent).toEqual(['mail 2'])
    await clock.advance(9_900)
    expect(sent).toEqual(['mail 2'])
    await clock.advance(200)
    expect(sent).toEqual(['mail 2', 'mail 1'])
    expect(lines).toEqual([])
  })

  it('a mail refused for good is given up, counted and told', async () => {
    const { outbox, mail, fail, losses, lines, clock } = harness()
    fail('refused')
    outbox.push(mail(1))
    await clock.settle()
    expect(losses).toEqual(['refused 1'])
    expect(lines).toEqual(['1 error mail(s) refused for good: no'])
    expect((await outbox.drain(1000)).waiting).toBe(0)
  })

  it('3.3.5 gives mails up after three days, counted', async () => {
    const { outbox, mail, fail, losses, clock } = harness()
    fail('deferred')
    outbox.push(mail(1))
    await clock.advance(3 * 24 * 3_600_000 - 60_000)
    expect(losses).toEqual([])
    await clock.advance(2 * 3_600_000)
    expect(losses).toEqual(['expired 1'])
  })

  it('flush() resolves with the server away, without a second attempt', async () => {
    const { outbox, mail, fail, attempts } = harness()
    fail('unreachable')
    outbox.push(mail(1))
    await outbox.flush(1000)
    await outbox.flush(1000)
    expect(attempts()).toBe(1)
  })

  it('flush() gives a transport that never answers up in time', async () => {
    const { outbox, mail } = harness({ transport: { send: () => new Promise(() => {}) } })
    outbox.push(mail(1))
    await outbox.flush(100)
    expect(outbox.unsettled).toBe(true)
  })

  it('close() ends after the mail that is being sent; a new mail starts it again', async () => {
    const gates: (() => void)[] = []
    const { outbox, mail } = harness({
      transport: { send: () => new Promise<void>((resolve) => gates.push(resolve)) },
    })
    for (const n of [1, 2, 3]) outbox.push(mail(n))
    await outbox.flush(50)
    outbox.close()
    gates[0]?.()
    await outbox.flush(50)
    expect(gates).toHaveLength(1)
    outbox.push(mail(4))
    await outbox.flush(50)
    expect(gates).toHaveLength(2)
  })

  it('3.3.5 drain() tries everything whatever its time, and says what became of it', async () => {
    const { outbox, mail, fail, sent, clock } = harness()
    fail('unreachable')
    outbox.push(mail(1))
    await clock.settle()
    expect(await outbox.drain(1000)).toMatchObject({ sent: 0, waiting: 1, outage: { message: 'no' } })
    fail(undefined)
    expect(await outbox.drain(1000)).toEqual({ sent: 1, waiting: 0, refused: 0, expired: 0 })
    expect(sent).toEqual(['mail 1'])
  })

  it('3.3.5 a disk that cannot be written to is told once; mails wait in memory', async () => {
    await using dir = await createTempDir()
    writeFileSync(join(dir.path, 'file'), '')
    const memory: MailStore = createMemoryStore({ maxMails: 10, maxBytes: 1000 })
    const { outbox, mail, sent, lines, clock } = harness({
      stores: [new Spool({ directory: join(dir.path, 'file', 'mail') }), memory],
    })
    outbox.push(mail(1))
    outbox.push(mail(2))
    await clock.settle()
    expect(sent).toEqual(['mail 1', 'mail 2'])
    expect(lines).toEqual([expect.stringMatching(/^error mails cannot be kept on disk: Error: ENOTDIR/)])
  })

  it('counts what a full store loses', async () => {
    const { outbox, mail, fail, losses, clock } = harness({
      stores: [createMemoryStore({ maxMails: 2, maxBytes: 1000 })],
    })
    fail('unreachable')
    for (const n of [1, 2, 3]) outbox.push(mail(n))
    await clock.settle()
    expect(losses).toEqual(['spool-full 1'])
  })
})
