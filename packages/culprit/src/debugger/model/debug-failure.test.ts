import { createRedactor } from '@culprit/redact'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMint } from '../../handlers/reference.ts'
import { createFrames } from '../../logging/frames/frames.ts'
import { createSourceFiles } from '../../logging/frames/source-files.ts'
import { FrameCapture } from '../capture/frame-capture.ts'
import { LoopWatch } from '../console/loop-watch.ts'
import type { DebuggedFrame } from '../debugged-error.ts'
import type { LiveFailure } from '../store/live-failure.ts'
import { debugFailure, type DescribeOptions, type FailedRequest } from './debug-failure.ts'

let capture: FrameCapture

beforeAll(() => {
  capture = FrameCapture.ofThread()
})

afterAll(() => {
  capture.release()
})

function describeThrown(
  run: () => unknown,
  { options = {}, request }: { options?: Partial<DescribeOptions>; request?: FailedRequest['request'] } = {},
): LiveFailure {
  let thrown: unknown
  try {
    run()
  } catch (error) {
    thrown = error
  }
  return debugFailure(
    { thrown, reference: 'a'.repeat(32), status: 500, request, logs: [] },
    {
      capture,
      framesOf: createFrames({ sourceOf: createSourceFiles(), redactText: (text) => text }),
      redactor: createRedactor(),
      mintId: createMint(),
      hintsFor: () => [],
      canEvaluate: true,
      loops: new LoopWatch(),
      title: 'app',
      environment: () => ({ PATH: '/bin', API_TOKEN: 'hunter2', EMPTY: undefined }),
      packages: () => ({ zlib2: '1.0.0', vitest: '2.0.0' }),
      ...options,
    },
  )
}

const namesOf = ({ errors }: LiveFailure, error = 0): readonly string[] =>
  (errors[error]?.error.frames ?? []).map((frame: DebuggedFrame) => frame.function)

function inner(cause?: unknown): never {
  const count = 3
  throw new Error(`inner ${count}`, { cause })
}

function hidden(cause?: unknown): never {
  const __traceback_hide__ = true
  if (__traceback_hide__) inner(cause)
  throw new Error('unreachable')
}

function before(): never {
  const __traceback_hide__: string = 'before'
  const __traceback_info__ = 'begins here'
  if (__traceback_hide__ !== '') inner(__traceback_info__)
  throw new Error('unreachable')
}

describe('a described failure', () => {
  it('has source, variables and scopes of each frame', () => {
    const { errors, failure } = describeThrown(() => inner())
    const [frame] = errors[0]?.error.frames ?? []
    expect(frame).toMatchObject({ function: 'inner', kind: 'app', liveness: 'live', index: 0 })
    expect(frame?.source.find(({ line }) => line === frame.line)?.text).toContain('throw new Error(`inner')
    expect(frame?.variables).toEqual(
      expect.arrayContaining([
        { name: 'count', scope: 'local', value: { kind: 'number', preview: '3' } },
        { name: 'cause', scope: 'local', value: { kind: 'undefined', preview: 'undefined' } },
      ]),
    )
    expect(failure.environment).toEqual([
      ['API_TOKEN', '[redacted]'],
      ['PATH', '/bin'],
    ])
    expect(failure.packages).toEqual([
      ['vitest', '2.0.0'],
      ['zlib2', '1.0.0'],
    ])
  })

  it('HID-1, HID-4: leaves out frames that say so, and says what they say of themselves', () => {
    expect(namesOf(describeThrown(() => hidden())).slice(0, 2)).not.toContain('hidden')
    const { errors } = describeThrown(before)
    expect(errors[0]?.error.frames.map((frame) => [frame.index, frame.function, frame.info])).toEqual([
      [0, 'inner', undefined],
      [1, 'before', 'begins here'],
    ])
    expect(errors[0]?.error.frames[1]?.variables.map(({ name }) => name)).not.toContain('__traceback_hide__')
  })

  it('HID-1: leaves out what an option says, whatever that does', () => {
    const options = { hideFrames: (frame: DebuggedFrame) => frame.function === 'inner' }
    expect(namesOf(describeThrown(() => inner(), { options }))).not.toContain('inner')
    const broken = {
      hideFrames: () => {
        throw new Error('broken')
      },
    }
    expect(namesOf(describeThrown(() => inner(), { options: broken }))).toContain('inner')
  })

  it('HID-1: may leave out all of them, and still has its message', () => {
    const { errors } = describeThrown(() => inner(), { options: { hideFrames: () => true } })
    expect(errors[0]?.error).toMatchObject({ message: 'inner 3', frames: [] })
  })

  it('HID-2: hides in each error of a chain', () => {
    const failure = describeThrown(() => {
      try {
        hidden()
      } catch (cause) {
        before.call(undefined)
        throw cause
      }
    })
    expect(namesOf(failure)).toEqual(['inner', 'before'])
    const chained = describeThrown(() => {
      try {
        hidden()
      } catch (cause) {
        hidden(cause)
      }
    })
    expect(chained.errors).toHaveLength(2)
    for (const index of [0, 1]) expect(namesOf(chained, index)).not.toContain('hidden')
    expect(chained.failure.errors[1]).toMatchObject({ relation: 'cause', parent: chained.failure.id })
  })

  it('HID-5: ends at cycles, and takes errors without a stack', () => {
    const one = new Error('one')
    const two = new Error('two', { cause: one })
    one.cause = two
    expect(describeThrown(() => raise(one)).errors).toHaveLength(2)
    const bare = Object.assign(new Error('bare'), { stack: undefined })
    expect(describeThrown(() => raise(bare)).errors[0]?.error.message).toBe('bare')
    expect(describeThrown(() => raise(null)).errors[0]?.error.type).toBe('null')
  })

  it('N2: takes an overflowed stack, and what no code made', () => {
    const overflow = (): number => overflow() + 1
    expect(describeThrown(overflow).errors[0]?.error.type).toBe('RangeError')
    expect(describeThrown(() => raise(Object.freeze(Object.create(null)))).errors).toHaveLength(1)
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(describeThrown(() => raise(proxy)).errors[0]?.error.type).toBe('Unreadable')
  })

  it('N10: is bounded in frames, variables and bytes', () => {
    const wide = (depth: number): never => {
      const [a, b, c] = [Buffer.alloc(1_000_000, depth), 'x'.repeat(10_000), Array.from({ length: 1000 })]
      if (depth === 0) throw new Error(`deep ${a.length} ${b.length} ${c.length}`)
      return wide(depth - 1)
    }
    const { errors, bytes } = describeThrown(() => wide(80))
    expect(errors[0]?.error.frames.length).toBeLessThanOrEqual(250)
    expect(bytes).toBeGreaterThan(5_000_000)
  })

  it('takes secrets out of the request', () => {
    const { failure } = describeThrown(() => inner(), {
      request: {
        method: 'POST',
        url: 'http://localhost/pay?card=1&token=abc',
        headers: { authorization: 'Bearer abc', 'x-shop': 'yes', cookie: 'theme=dark; sid=abc' },
        body: { password: 'abc', total: 3 },
      },
    })
    expect(failure.request).toMatchObject({
      headers: [
        ['authorization', '[redacted]'],
        ['x-shop', 'yes'],
      ],
      cookies: [
        ['theme', 'dark'],
        ['sid', '[redacted]'],
      ],
      body: { preview: '{password: [redacted], total: 3}' },
    })
    expect(JSON.stringify(failure.request)).not.toContain('abc')
  })

  it('takes links of errors only when they are of the web', () => {
    const error = Object.assign(new Error('x'), {
      links: ['https://a.test/', 'javascript:alert(1)', 7, 'http://'],
      code: 'E1',
    })
    const { errors } = describeThrown(() => raise(error))
    expect(errors[0]?.error.links).toEqual(['https://a.test/'])
    expect(errors[0]?.error.properties).toEqual([
      { name: 'code', value: { kind: 'string', preview: "'E1'" } },
    ])
  })
})

function raise(thrown: unknown): never {
  throw thrown
}
