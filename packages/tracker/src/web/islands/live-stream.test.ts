import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveMessage } from './live-message.ts'
import { LiveStream, type LiveState, type Source } from './live-stream.ts'

type Listener = Parameters<Source['addEventListener']>[1]

/** A source whose events the test fires. */
interface FakeSource extends Source {
  fire(type: string, data?: unknown): void
  readonly closed: boolean
}

function fakeSource(): FakeSource {
  const listeners = new Map<string, Listener>()
  const state = { closed: false }
  return {
    addEventListener: (type, listener) => void listeners.set(type, listener),
    close: () => void (state.closed = true),
    fire: (type, data) => {
      if (!state.closed) listeners.get(type)?.({ data })
    },
    get closed() {
      return state.closed
    },
  }
}

let sources: FakeSource[]
let messages: LiveMessage[]
let states: LiveState[]
let stream: LiveStream

beforeEach(() => {
  vi.useFakeTimers()
  sources = []
  messages = []
  states = []
  stream = new LiveStream({
    connect: () => {
      const source = fakeSource()
      sources.push(source)
      return source
    },
    emit: (message) => messages.push(message),
    show: (state) => {
      if (states.at(-1) !== state) states.push(state)
    },
  })
  stream.open()
})

afterEach(() => {
  stream.close()
  vi.useRealTimers()
})

describe('LiveStream', () => {
  it('passes notices on and ignores what it does not know', () => {
    sources[0]?.fire('heartbeat')
    sources[0]?.fire('notice', '{"kind":"issues","projectIds":[1],"issueIds":[2,"x"]}')
    sources[0]?.fire('notice', '{"kind":"ingest"}')
    for (const data of ['', '{', 'null', '{"kind":"else"}', undefined]) sources[0]?.fire('notice', data)
    expect(messages).toEqual([{ kind: 'issues', projectIds: [1], issueIds: [2] }, { kind: 'ingest' }])
    expect(states).toEqual(['live'])
  })

  it('comes back after errors, waiting longer each time, and says resync', () => {
    sources[0]?.fire('heartbeat')
    for (const [index, wait] of [1000, 2000, 4000, 8000, 15_000, 15_000].entries()) {
      sources.at(-1)?.fire('error')
      vi.advanceTimersByTime(wait - 1)
      expect(sources).toHaveLength(index + 1)
      vi.advanceTimersByTime(1)
      expect(sources).toHaveLength(index + 2)
    }
    expect(messages).toEqual([])
    sources.at(-1)?.fire('heartbeat')
    expect(messages).toEqual([{ kind: 'resync' }])
    expect(states).toEqual(['live', 'reconnecting', 'live'])
  })

  it('polls where streams stay silent, and tries the stream again', () => {
    vi.advanceTimersByTime(35_000)
    vi.advanceTimersByTime(1000)
    vi.advanceTimersByTime(35_000)
    expect(states).toEqual(['reconnecting', 'polling'])
    expect(sources.every(({ closed }) => closed)).toBe(true)
    const before = messages.length
    vi.advanceTimersByTime(59_000)
    expect(messages.slice(before)).toEqual([{ kind: 'resync' }])
    vi.advanceTimersByTime(1000)
    expect(sources).toHaveLength(3)
    sources[2]?.fire('heartbeat')
    expect(states.at(-1)).toBe('live')
  })

  it('lets go of everything when closed', () => {
    stream.close()
    expect(sources[0]?.closed).toBe(true)
    vi.advanceTimersByTime(600_000)
    expect([sources.length, messages.length, states.at(-1)]).toEqual([1, 0, 'paused'])
    stream.open()
    expect(sources).toHaveLength(2)
  })
})
