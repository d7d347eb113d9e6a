import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveNotice } from '../ports/live.ts'
import { LiveRelay } from './live-relay.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('LiveRelay', () => {
  it('gathers a burst into one notice of each kind', () => {
    const sent: LiveNotice[] = []
    const relay = new LiveRelay((notice) => sent.push(notice))
    for (let n = 0; n < 50; n += 1) relay.add({ kind: 'issues', projectIds: [1], issueIds: [n % 3] })
    relay.add({ kind: 'ingest' })
    expect(sent).toEqual([])
    vi.advanceTimersByTime(100)
    expect(sent).toEqual([{ kind: 'issues', projectIds: [1], issueIds: [0, 1, 2] }, { kind: 'ingest' }])
    vi.advanceTimersByTime(1000)
    expect(sent).toHaveLength(2)
  })

  it('names a bounded number of issues', () => {
    const sent: LiveNotice[] = []
    const relay = new LiveRelay((notice) => sent.push(notice))
    relay.add({ kind: 'issues', projectIds: [1], issueIds: Array.from({ length: 1000 }, (_, n) => n) })
    vi.advanceTimersByTime(100)
    expect(sent[0]).toMatchObject({ kind: 'issues', projectIds: [1] })
    expect(sent[0]?.kind === 'issues' && sent[0].issueIds.length).toBe(200)
  })
})
