import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createTempDir } from '@culprit/testkit'
import { decodeEnvelope } from '@culprit/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventIdOf, makeEvent } from '../../test/report-survival/make-event.ts'
import { EventSpool } from './event-spool.ts'
import type { OutgoingEvent } from './outgoing-event.ts'

const dsn = `https://${'a'.repeat(32)}@errors.example/7`
const spoolIn = (directory: string): EventSpool =>
  new EventSpool({ directory, maxEvents: 100, maxBytes: 1_000_000, now: () => 1_700_000_000_000 })

describe('EventSpool', () => {
  it('gives back what it was given, whatever the bytes', async () => {
    await using dir = await createTempDir()
    const spool = spoolIn(dir.path)
    let n = 0
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('event', 'feedback'),
        (payload, type) => {
          const category = type === 'event' ? 'error' : 'feedback'
          const event: OutgoingEvent = { eventId: eventIdOf(n++), type, category, payload }
          const { file } = spool.keep(event, { dsn, durable: false })
          expect(spool.claim(file)).toBe(true)
          const read = spool.read(file)
          expect(read?.dsn).toBe(dsn)
          expect(read?.event).toMatchObject({ eventId: event.eventId, type, category })
          expect(Buffer.from(read?.event.payload ?? [])).toEqual(Buffer.from(payload))
          spool.remove(file)
        },
      ),
      { numRuns: 50 },
    )
    expect(spool.waiting()).toEqual([])
  })

  it('A6: files are envelopes, named after the event, 0600 in directories of 0700', async () => {
    await using dir = await createTempDir()
    spoolIn(join(dir.path, 'report')).keep(
      { ...makeEvent(1), headers: { trace: { release: '1' } } },
      { dsn, durable: true },
    )
    const [name = ''] = readdirSync(join(dir.path, 'report', 'new'))
    expect(name).toContain(eventIdOf(1))
    const path = join(dir.path, 'report', 'new', name)
    expect(decodeEnvelope(readFileSync(path)).header).toMatchObject({
      eventId: eventIdOf(1),
      dsn,
      trace: { release: '1' },
    })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(dir.path, 'report')).mode & 0o777).toBe(0o700)
  })

  it('a claimed file is nobody else’s until its process is gone or gives it back', async () => {
    await using dir = await createTempDir()
    const [mine, other] = [spoolIn(dir.path), spoolIn(dir.path)]
    const { file } = mine.keep(makeEvent(1), { dsn, durable: false, claimed: true })
    other.recover()
    expect(other.waiting()).toEqual([])
    mine.release(file, { notBefore: 1_700_000_005_000 })
    expect(other.waiting()).toMatchObject([{ attempts: 1, notBefore: 1_700_000_005_000 }])
  })
})
