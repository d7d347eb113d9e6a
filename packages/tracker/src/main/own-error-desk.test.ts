import { describe, expect, it, vi } from 'vitest'
import type { OwnErrors } from '../config/config.ts'
import type { OwnError } from '../ports/ingest-status.ts'
import { OwnErrorDesk } from './own-error-desk.ts'
import { toOwnError } from './own-error.ts'

interface World {
  readonly desk: OwnErrorDesk
  readonly lines: string[]
  readonly events: { readonly event_id: string; readonly exception: { readonly values: readonly object[] } }[]
  now: number
}

function open(to: OwnErrors = { kind: 'internal' }): World {
  const world: World = {
    desk: new OwnErrorDesk({
      to,
      dataDir: '/nowhere',
      own: {
        reportOwnError: async ({ payload }) => {
          world.events.push(JSON.parse(Buffer.from(payload).toString()))
        },
      },
      clock: () => world.now,
      write: (text) => void world.lines.push(text),
    }),
    lines: [],
    events: [],
    now: Date.UTC(2026, 0, 1),
  }
  return world
}

const failure = (message: string, isAnswer = false): OwnError =>
  toOwnError(new TypeError(message, { cause: new Error('the disk') }), { where: 'digest.commit', isAnswer })

describe('OwnErrorDesk', () => {
  it('writes a line and reports an event under one reference, with what caused it', async () => {
    const { desk, lines, events } = open()
    const error = failure('no such table')
    desk.report(error)
    await vi.waitFor(() => expect(events).toHaveLength(1), 10_000)
    expect(lines[0]).toMatch(
      new RegExp(
        `ERROR culprit\\.tracker: digest\\.commit failed \\(${error.reference}\\)\\nTypeError: no such table`,
      ),
    )
    expect(lines[0]).toContain('Caused by: Error: the disk')
    expect(events[0]).toMatchObject({
      event_id: error.reference,
      logger: 'digest.commit',
      exception: {
        values: [
          { type: 'Error', value: 'the disk' },
          { type: 'TypeError', value: 'no such table' },
        ],
      },
    })
  })

  it('reports what comes again by itself once a minute, in a short line, and what somebody was shown always', async () => {
    const world = open()
    const { desk, lines, events } = world
    for (let n = 0; n < 5; n += 1) desk.report(failure('no such table'))
    for (let n = 0; n < 3; n += 1) desk.report(failure('on a page', true))
    await vi.waitFor(() => expect(lines).toHaveLength(8), 10_000)
    expect(events).toHaveLength(4)
    expect(lines.filter((line) => line.includes('failed again'))).toHaveLength(6)
    expect(lines[1]?.split('\n')).toHaveLength(2)
    world.now += 61_000
    desk.report(failure('no such table'))
    await vi.waitFor(() => expect(events).toHaveLength(5), 10_000)
  })

  it('writes so many lines a minute, and then how many there were besides', async () => {
    const world = open()
    const { desk, lines } = world
    for (let n = 0; n < 400; n += 1) desk.report(failure(`failure ${n}`))
    await vi.waitFor(() => expect(lines).toHaveLength(300), 10_000)
    world.now += 60_000
    desk.report(failure('later'))
    await vi.waitFor(() => expect(lines).toHaveLength(302), 10_000)
    expect(lines[300]).toContain('100 more errors')
  })

  it('only writes when reporting is off', async () => {
    const { desk, lines, events } = open({ kind: 'off' })
    desk.report(failure('no such table'))
    await vi.waitFor(() => expect(lines).toHaveLength(1), 10_000)
    expect(events).toEqual([])
  })
})

describe('toOwnError()', () => {
  it.each([
    [undefined, 'undefined'],
    ['text', 'text'],
    [Object.create(null), 'cannot be read'],
    [new Proxy(new Error('x'), { get: () => expect.fail('never') }), 'cannot be read'],
  ])('takes whatever is thrown: %#', (thrown, message) => {
    const error = toOwnError(thrown, { where: 'x'.repeat(500) })
    expect(error.message).toContain(message)
    expect(error.where).toHaveLength(200)
    expect(error.reference).toMatch(/^[0-9a-f]{32}$/)
  })

  it('follows a ring of causes for five', () => {
    const ring = new Error('ring')
    ring.cause = ring
    expect(toOwnError(ring, { where: 'x' }).causes).toHaveLength(5)
  })
})
